/* The clock of the C library that this is linked with, in the line protocol of docs/how-to/time-oracle.md.
 *
 * It needs little of the library (no getline, timegm or tm_gmtoff), so that the libraries of small systems are enough.
 * With -DTM_ZONE=tm_zone, the designation comes from struct tm, otherwise from tzname.
 * On bare metal, -DQUESTIONS and -DANSWERS name the files to open in place of standard input and output.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Days from 1970-01-01 to a date (proleptic Gregorian). */
static long long days(long long year, int month, int day)
{
    long long y = year - (month <= 2), century = (y >= 0 ? y : y - 399) / 400;
    long long of_400 = y - century * 400, of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return century * 146097 + of_400 * 365 + of_400 / 4 - of_400 / 100 + of_year - 719468;
}

static void answer(FILE *out, long long instant)
{
    time_t t = (time_t)instant;
    struct tm *shown = (long long)t == instant ? localtime(&t) : NULL;
    long long local;

    if (shown == NULL) {
        fprintf(out, "?\t?\t?\n");
        return;
    }
    local = days(shown->tm_year + 1900LL, shown->tm_mon + 1, shown->tm_mday) * 86400 + shown->tm_hour * 3600LL
        + shown->tm_min * 60 + shown->tm_sec;
#ifdef TM_ZONE
    fprintf(out, "%ld\t%d\t%s\n", (long)(local - instant), shown->tm_isdst > 0, shown->TM_ZONE);
#else
    fprintf(out, "%ld\t%d\t%s\n", (long)(local - instant), shown->tm_isdst > 0, tzname[shown->tm_isdst > 0]);
#endif
}

static void set_zone(const char *text)
{
    setenv("TZ", text, 1);
    tzset();
}

int main(void)
{
    static char line[8192], zone[8192];
    FILE *in = stdin, *out = stdout;

#ifdef QUESTIONS
    in = fopen(QUESTIONS, "r");
    out = fopen(ANSWERS, "w");
    if (in == NULL || out == NULL)
        return 2;
#endif
    while (fgets(line, sizeof line, in) != NULL) {
        char *tab = strchr(line, '\t');

        if (tab == NULL) {
            fflush(out);
            continue;
        }
        *tab = '\0';
        if (strcmp(zone, line) != 0) {
            set_zone("UTC0"); /* some libraries keep the previous zone if they can't read a string */
            set_zone(strcpy(zone, line));
        }
        answer(out, strtoll(tab + 1, NULL, 10));
    }
    return fflush(out) != 0;
}
