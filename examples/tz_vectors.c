/* Run TZ vectors against the C library that this is linked with.
 *
 *   vapix-proto vectors tz --n 1000 --format tsv | ./tz_vectors
 *
 * Standard input: a line of column names, then one instant a line, with tabs between the columns
 *   tz  at  utoff  isdst  designation  contested
 * Instants are seconds since 1970-01-01 00:00:00 UTC, utoff is seconds east of UTC, and contested is "no" where all
 * implementations agree, "reading" where they are known to read the string in different ways at this instant, "implied"
 * where the string has daylight saving time without rules, which POSIX leaves to the implementation.
 *
 * A name that is cut is excused where it is longer than the TZNAME_MAX of the C library: POSIX leaves such names open.
 *
 * Standard output: the first disagreement that nothing excuses of each string, and a summary. Exit code: 0 none, 1 some, 2 a line that
 * is not as described, or no line at all. Needs nothing but a C library with tm_gmtoff and tm_zone.
 *
 *   gcc -O2 -std=c99 -D_DEFAULT_SOURCE -o tz_vectors tz_vectors.c
 *   musl-gcc -static -O2 -std=c99 -D_DEFAULT_SOURCE -o tz_vectors tz_vectors.c
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS 6
#define LINE_MAX_BYTES 1024
#define SHOWN_MAX 20

static const char HEADER[] = "tz\tat\tutoff\tisdst\tdesignation\tcontested\n";

static unsigned long line_number;

static void fail(const char *what)
{
    fprintf(stderr, "tz_vectors: line %lu: %s\n", line_number, what);
    exit(2);
}

/* Take a line of exactly six columns apart, in place. */
static void split(char *line, char *column[COLUMNS])
{
    size_t length = strlen(line);
    int i;

    if (length == 0 || line[length - 1] != '\n')
        fail("too long, or without its end");
    line[length - 1] = '\0';
    for (i = 0; i < COLUMNS; i++) {
        char *tab = strchr(line, '\t');

        if ((tab == NULL) != (i == COLUMNS - 1))
            fail("not six columns");
        column[i] = line;
        if (tab != NULL) {
            *tab = '\0';
            line = tab + 1;
        }
        if (*column[i] == '\0')
            fail("an empty column");
    }
}

static long long number(const char *text, long long low, long long high)
{
    const char *digits = *text == '-' ? text + 1 : text;
    char *end;
    long long value;

    if (*digits < '0' || *digits > '9')
        fail("not a number");
    errno = 0;
    value = strtoll(text, &end, 10);
    if (*end != '\0' || errno != 0 || value < low || value > high)
        fail("not a number, or one out of range");
    return value;
}

int main(void)
{
    char line[LINE_MAX_BYTES], last[LINE_MAX_BYTES] = "";
    unsigned long strings = 0, instants = 0, excused_reading = 0, excused_implied = 0, excused_name = 0, wrong = 0, wrong_strings = 0;
    long name_max = sysconf(_SC_TZNAME_MAX);
    int last_was_wrong = 0;

    /* glibc takes TZ for the name of a file first: let there be none. */
    if (setenv("TZDIR", "/nonexistent", 1) != 0)
        fail("setenv");
    line_number = 1;
    if (fgets(line, sizeof line, stdin) == NULL || strcmp(line, HEADER) != 0)
        fail("not the names of the columns");
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *column[COLUMNS];
        long long at;
        long utoff;
        int isdst, answered;
        time_t t;
        struct tm shown;

        line_number++;
        split(line, column);
        at = number(column[1], LLONG_MIN, LLONG_MAX);
        utoff = (long)number(column[2], -93599, 93599);
        isdst = (int)number(column[3], 0, 1);
        if (strcmp(column[5], "no") != 0 && strcmp(column[5], "reading") != 0 && strcmp(column[5], "implied") != 0)
            fail("contested is neither no, reading nor implied");

        if (strcmp(column[0], last) != 0) {
            strcpy(last, column[0]);
            if (setenv("TZ", column[0], 1) != 0)
                fail("setenv");
            tzset();
            strings++;
            last_was_wrong = 0;
        }
        instants++;
        t = (time_t)at;
        answered = (long long)t == at && localtime_r(&t, &shown) != NULL && shown.tm_zone != NULL;
        if (answered && shown.tm_gmtoff == utoff && (shown.tm_isdst > 0) == isdst) {
            if (strcmp(shown.tm_zone, column[4]) == 0)
                continue;
            if (name_max > 0 && strlen(column[4]) > (size_t)name_max) {
                excused_name++;
                continue;
            }
        }
        if (strcmp(column[5], "reading") == 0) {
            excused_reading++;
            continue;
        }
        if (strcmp(column[5], "implied") == 0) {
            excused_implied++;
            continue;
        }
        wrong++;
        wrong_strings += !last_was_wrong;
        if (!last_was_wrong && wrong_strings <= SHOWN_MAX) {
            printf("%s at %lld: expected %ld %d %s, got ", column[0], at, utoff, isdst, column[4]);
            if (answered)
                printf("%ld %d %s\n", (long)shown.tm_gmtoff, shown.tm_isdst, shown.tm_zone);
            else
                printf("no answer\n");
        }
        last_was_wrong = 1;
    }
    if (ferror(stdin))
        fail("can't be read");
    if (instants == 0)
        fail("no vectors");
    printf("%lu strings, %lu instants: %lu disagreements in %lu strings\n", strings, instants, wrong, wrong_strings);
    printf("excused: %lu by reading, %lu by implied rules, %lu by TZNAME_MAX\n", excused_reading, excused_implied,
           excused_name);
    if (fflush(stdout) != 0)
        fail("output");
    return wrong != 0;
}
