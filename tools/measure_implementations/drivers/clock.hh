// The loop of the C++ drivers, in the line protocol of docs/how-to/time-oracle.md.
#pragma once
#include <exception>
#include <iostream>
#include <memory>
#include <string>

// zone(text) makes a clock or throws; shown(clock, instant) writes utoff, isdst and designation, or throws.
template <class Zone, class Shown>
int serve(Zone zone, Shown shown)
{
    std::ios::sync_with_stdio(false);
    std::string line, last;
    decltype(zone(line)) clock;
    while (std::getline(std::cin, line)) {
        auto const tab = line.find('\t');
        if (tab == std::string::npos) {
            std::cout.flush();
            continue;
        }
        auto const text = line.substr(0, tab);
        if (text != last) {
            last = text;
            try {
                clock = zone(text);
            } catch (std::exception const&) {
                clock = nullptr;
            }
        }
        std::string answer = "?\t?\t?";
        try {
            if (clock)
                answer = shown(*clock, std::stoll(line.substr(tab + 1)));
        } catch (std::exception const&) {
        }
        std::cout << answer << '\n';
    }
    return 0;
}
