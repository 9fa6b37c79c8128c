/* The clock of the C library that this is linked with, in the line protocol of docs/how-to/time-oracle.md.
 *
 *   gcc -O2 -std=c99 -D_DEFAULT_SOURCE -o localtime_lines localtime_lines.c
 *   vapix-proto conform-clock --command ./localtime_lines
 *
 * Standard input: TZ-string<TAB>seconds since 1970. Standard output: utoff<TAB>isdst<TAB>designation. An empty line
 * asks for what was not yet written.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void fail(const char *what)
{
    fprintf(stderr, "localtime_lines: %s\n", what);
    exit(2);
}

int main(void)
{
    char *line = NULL, *last = NULL;
    size_t size = 0;
    ssize_t length;

    /* glibc takes TZ for the name of a file first: let there be none. */
    if (setenv("TZDIR", "/nonexistent", 1) != 0)
        fail("setenv");
    while ((length = getline(&line, &size, stdin)) != -1) {
        char *tab, *end;
        long long instant;
        time_t t;
        struct tm shown;

        if (strcmp(line, "\n") == 0) {
            if (fflush(stdout) != 0)
                fail("output");
            continue;
        }
        tab = strchr(line, '\t');
        if (tab == NULL || line[length - 1] != '\n')
            fail("not a question");
        *tab = '\0';
        errno = 0;
        instant = strtoll(tab + 1, &end, 10);
        if (end == tab + 1 || *end != '\n' || errno != 0)
            fail("not an instant");
        if (last == NULL || strcmp(last, line) != 0) {
            free(last);
            last = strdup(line);
            if (last == NULL || setenv("TZ", line, 1) != 0)
                fail("setenv");
            tzset();
        }
        t = (time_t)instant;
        if ((long long)t == instant && localtime_r(&t, &shown) != NULL && shown.tm_zone != NULL)
            printf("%ld\t%d\t%s\n", (long)shown.tm_gmtoff, shown.tm_isdst > 0, shown.tm_zone);
        else
            printf("?\t?\t?\n");
    }
    free(line);
    free(last);
    if (ferror(stdin) || fflush(stdout) != 0)
        fail("input or output");
    return 0;
}
