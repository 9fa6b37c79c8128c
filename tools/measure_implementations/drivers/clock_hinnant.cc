// The clock of Howard Hinnant's date, ptz.h.
#include "clock.hh"
#include <date/ptz.h>

int main()
{
    return serve([](std::string const& text) { return std::make_unique<Posix::time_zone>(text); },
                 [](Posix::time_zone const& clock, long long at) {
                     auto const shown = clock.get_info(date::sys_seconds{std::chrono::seconds{at}});
                     // Without daylight saving time, the range covers all years, and save isn't set.
                     auto const known = shown.end - shown.begin < date::years{3};
                     return std::to_string(shown.offset.count()) + "\t"
                         + (!known ? "?" : shown.save.count() != 0 ? "1" : "0") + "\t" + shown.abbrev;
                 });
}
