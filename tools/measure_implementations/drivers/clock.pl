# The clock of DateTime::TimeZone::SystemV, in the line protocol of docs/how-to/time-oracle.md.
# The argument is the module's "system" option.
use strict;
use warnings;
use DateTime;
use DateTime::TimeZone::SystemV;

my ($last, $clock) = ("");
while (my $line = <STDIN>) {
    chomp $line;
    if ($line eq "") { $| = 1; $| = 0; next }
    my ($text, $at) = split /\t/, $line;
    if ($text ne $last) {
        $last = $text;
        $clock = eval { DateTime::TimeZone::SystemV->new(recipe => $text, system => $ARGV[0]) };
    }
    my $shown = $clock && eval {
        my $utc = DateTime->from_epoch(epoch => $at);
        join "\t", $clock->offset_for_datetime($utc), $clock->is_dst_for_datetime($utc) ? 1 : 0,
            $clock->short_name_for_datetime($utc);
    };
    print $shown // "?\t?\t?", "\n";
}
