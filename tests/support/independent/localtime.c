/* Ask the C library what the clock shows.
 *
 * Standard input, one question per line:   TZSTRING<TAB>t1 t2 t3 ...
 * (instants in seconds since 1970-01-01 00:00:00 UTC, decimal, 64 bits).
 * Standard output, one line per question:  utoff,isdst,designation ...
 * in the order of the instants, separated by spaces; "?" if the library has no answer.
 * In a designation, "%", spaces, control characters and bytes from 0x7f on are written as %XX.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void fail(const char *what)
{
    fprintf(stderr, "localtime: %s\n", what);
    exit(2);
}

static void print_designation(const char *name)
{
    const unsigned char *c;

    for (c = (const unsigned char *)name; *c; c++) {
        if (*c <= ' ' || *c == '%' || *c >= 0x7f)
            printf("%%%02X", *c);
        else
            putchar(*c);
    }
}

static void print_clock(long long instant)
{
    time_t t = (time_t)instant;
    struct tm clock;

    if ((long long)t != instant || !localtime_r(&t, &clock)) {
        putchar('?');
        return;
    }
    printf("%ld,%d,", (long)clock.tm_gmtoff, clock.tm_isdst);
    print_designation(clock.tm_zone ? clock.tm_zone : "");
}

static void answer(char *line)
{
    char *tab = strchr(line, '\t');
    char *at, *end;
    int first = 1;

    if (!tab)
        fail("no tab in a line");
    *tab = '\0';
    if (setenv("TZ", line, 1) != 0)
        fail("setenv");
    tzset();
    for (at = tab + 1;; at = end, first = 0) {
        long long instant;

        at += strspn(at, " ");
        if (!*at)
            break;
        errno = 0;
        instant = strtoll(at, &end, 10);
        if (end == at || errno || (*end && *end != ' '))
            fail("not an instant");
        if (!first)
            putchar(' ');
        print_clock(instant);
    }
    putchar('\n');
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    /* glibc reads TZ as the name of a file first, and "posixrules" for DST without rules: give it no files. */
    if (setenv("TZDIR", "/nonexistent", 1) != 0)
        fail("setenv");
    while ((length = getline(&line, &size, stdin)) != -1) {
        if (length > 0 && line[length - 1] == '\n')
            line[length - 1] = '\0';
        answer(line);
    }
    free(line);
    if (ferror(stdin) || fflush(stdout) != 0)
        fail("input or output");
    return 0;
}
