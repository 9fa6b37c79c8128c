// The clock of Boost's posix_time_zone.
#define BOOST_ENABLE_ASSERT_HANDLER
#include "clock.hh"
#include <stdexcept>
#include <boost/date_time/local_time/local_time.hpp>

// Some strings fail an assertion. By default, that would end the program; here, it counts as a refusal.
void boost::assertion_failed(char const* what, char const*, char const*, long) { throw std::logic_error{what}; }

namespace local = boost::local_time;

int main()
{
    using Pointer = std::unique_ptr<local::time_zone_ptr>;
    return serve(
        [](std::string const& text) {
            return Pointer{new local::time_zone_ptr{new local::posix_time_zone{text}}};
        },
        [](local::time_zone_ptr const& clock, long long at) {
            local::local_date_time const shown{boost::posix_time::ptime{boost::gregorian::date{1970, 1, 1},
                                                                       boost::posix_time::seconds{at}},
                                               clock};
            return std::to_string((shown.local_time() - shown.utc_time()).total_seconds()) + "\t"
                + (shown.is_dst() ? "1" : "0") + "\t" + shown.zone_abbrev();
        });
}
