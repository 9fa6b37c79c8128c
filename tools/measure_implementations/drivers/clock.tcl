# The clock of Tcl, in the line protocol of docs/how-to/time-oracle.md.
# Tcl doesn't show whether daylight saving time is in force.
fconfigure stdout -buffering full
while {[gets stdin line] >= 0} {
    if {$line eq ""} { flush stdout; continue }
    lassign [split $line \t] text at
    if {[catch {clock format $at -timezone $text -format "%z\t%Z"} shown]} {
        puts "?\t?\t?"
        continue
    }
    lassign [split $shown \t] offset name
    scan $offset {%1[+-]%2d%2d%2d} sign hours minutes seconds
    if {[string length $offset] < 7} { set seconds 0 }
    puts "[expr {($sign eq "-" ? -1 : 1) * ($hours * 3600 + $minutes * 60 + $seconds)}]\t?\t$name"
}
