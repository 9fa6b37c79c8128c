// The clock of cctz, as Abseil has it, from the footer of a TZif file.
#include "clock.hh"
#include <cstdlib>
#include <absl/time/internal/cctz/include/cctz/time_zone.h>
#include <absl/time/internal/cctz/include/cctz/zone_info_source.h>
#include <absl/time/internal/cctz/src/time_zone_posix.h>

namespace cctz = absl::time_internal::cctz;

namespace {

// Big-endian, of so many bytes.
std::string number(long long value, int bytes)
{
    std::string text;
    while (bytes-- > 0)
        text += static_cast<char>(value >> (8 * bytes));
    return text;
}

// A file (RFC 9636) that has nothing but the footer, and for its sake one transition, in 1898, to standard time or, where
// the footer is one of daylight saving time all year, to that.
class Footer : public cctz::ZoneInfoSource {
public:
    Footer(std::string const& text, bool dst)
    {
        cctz::PosixTimeZone parsed;
        if (!cctz::ParsePosixSpec(text, &parsed))
            return;
        if (dst && std::abs(parsed.std_offset) >= 86400)
            return;  // as a file is refused that has such a type
        auto const name = (dst ? parsed.dst_abbr : parsed.std_abbr) + '\0';
        auto const type = number(dst ? parsed.dst_offset : parsed.std_offset, 4) + number(dst, 1) + number(0, 1) + name;
        auto const header = "TZif3" + std::string(15, '\0');
        data_ = header + number(0, 12) + number(0, 4) + number(1, 4) + number(name.size(), 4) + type;
        data_ += header + number(0, 12) + number(1, 4) + number(1, 4) + number(name.size(), 4)
            + number(-2272147200, 8) + number(0, 1) + type + "\n" + text + "\n";
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
