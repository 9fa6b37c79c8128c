# The clock of tzinfo, from the footer of a TZif file, in the line protocol of docs/how-to/time-oracle.md.
require 'tmpdir'
require 'tzinfo'

# The objects with which tzinfo's own data source reads files.
WORDS = TZInfo.const_get(:StringDeduper).global
PARSER = TZInfo::DataSources.const_get(:PosixTimeZoneParser).new(WORDS)
READER = TZInfo::DataSources.const_get(:ZoneinfoReader).new(PARSER, WORDS)

# A zone from a TZif file (RFC 9636) without transitions, whose only type must be the first type in the footer.
def zone(text, path)
  rules = PARSER.parse(text)
  first = rules.respond_to?(:dst_start_rule) ? rules.std_offset : rules
  name = "#{first.abbreviation}\0"
  block = 'TZif3' + "\0" * 15 + [0, 0, 0, 0, 1, name.size].pack('N6')
  block += [first.observed_utc_offset].pack('l>') + [first.dst? ? 1 : 0, 0].pack('CC') + name
  File.binwrite(path, "#{block}#{block}\n#{text}\n")
  read = READER.read(path)
  kind = read.is_a?(Array) ? :TransitionsDataTimezoneInfo : :ConstantOffsetDataTimezoneInfo
  TZInfo::DataTimezone.new(TZInfo::DataSources.const_get(kind).new('made', read))
rescue TZInfo::DataSources.const_get(:InvalidPosixTimeZone), TZInfo::DataSources.const_get(:InvalidZoneinfoFile), ArgumentError
  nil
end

Dir.mktmpdir do |folder|
  last = clock = nil
  $stdin.each_line(chomp: true) do |line|
    next $stdout.flush if line.empty?

    text, at = line.split("\t")
    clock = zone(last = text, File.join(folder, 'made')) if text != last
    shown = clock&.period_for(Time.at(at.to_i).utc)
    puts(shown ? "#{shown.observed_utc_offset}\t#{shown.dst? ? 1 : 0}\t#{shown.abbreviation}" : "?\t?\t?")
  end
end
