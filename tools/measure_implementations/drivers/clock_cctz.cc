// The clock that cctz (the copy in Abseil) derives from the footer of a TZif file.
#include "clock.hh"
#include <absl/time/internal/cctz/include/cctz/time_zone.h>
#include <absl/time/internal/cctz/include/cctz/zone_info_source.h>
#include <absl/time/internal/cctz/src/time_zone_posix.h>

namespace cctz = absl::time_internal::cctz;

namespace {

// Writes a number as this many bytes, big-endian.
std::string number(long long value, int bytes)
{
    std::string text;
    while (bytes-- > 0)
        text += static_cast<char>(value >> (8 * bytes));
    return text;
}

// A TZif file (RFC 9636) with the types of the footer and, so that the footer applies, one transition in 1898: to
// standard time or, if the footer describes daylight saving time all year, to daylight saving time.
class Footer : public cctz::ZoneInfoSource {
public:
    Footer(std::string const& text, bool dst)
    {
        cctz::PosixTimeZone parsed;
        if (!cctz::ParsePosixSpec(text, &parsed))
            return;
        auto const names = parsed.std_abbr + '\0' + parsed.dst_abbr + '\0';
        auto types = number(parsed.std_offset, 4) + number(0, 2);
        if (!parsed.dst_abbr.empty())
            types += number(parsed.dst_offset, 4) + number(1, 1) + number(parsed.std_abbr.size() + 1, 1);
        auto const header = "TZif3" + std::string(15, '\0') + number(0, 12);
        auto const counts = number(types.size() / 6, 4) + number(names.size(), 4);
        data_ = header + number(0, 4) + counts + types + names;
        data_ += header + number(1, 4) + counts + number(-2272147200, 8) + number(dst, 1) + types + names + "\n" + text + "\n";
    }
    std::size_t Read(void* into, std::size_t size) override
    {
        auto const count = data_.copy(static_cast<char*>(into), size, at_);
        at_ += count;
        return count;
    }
    int Skip(std::size_t size) override
    {
        at_ += size;
        return at_ <= data_.size() ? 0 : -1;
    }

private:
    std::string data_;
    std::size_t at_ = 0;
};

std::unique_ptr<cctz::ZoneInfoSource> made(std::string const& name,
                                           std::function<std::unique_ptr<cctz::ZoneInfoSource>(std::string const&)> const&)
{
    return std::make_unique<Footer>(name.substr(1), name[0] == 'd');
}

}  // namespace

namespace absl::time_internal::cctz_extension {
ZoneInfoSourceFactory zone_info_source_factory = made;
}

int main()
{
    return serve(
        [](std::string const& text) {
            auto clock = std::make_unique<cctz::time_zone>();
            if (!cctz::load_time_zone("s" + text, clock.get()) && !cctz::load_time_zone("d" + text, clock.get()))
                clock = nullptr;
            return clock;
        },
        [](cctz::time_zone const& clock, long long at) {
            auto const shown = clock.lookup(std::chrono::time_point<std::chrono::system_clock, cctz::seconds>{cctz::seconds{at}});
            return std::to_string(shown.offset) + "\t" + (shown.is_dst ? "1" : "0") + "\t" + shown.abbr;
        });
}
