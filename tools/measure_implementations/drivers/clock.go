// The clock of Go, from the footer of a TZif file, in the line protocol of docs/how-to/time-oracle.md.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// A TZif file (RFC 9636) whose time zone is described by the footer alone, because Go can't read a string without a
// file. If Go doesn't understand the footer, it shows the file's only type, -00.
func zone(text string) (*time.Location, error) {
	block := "TZif3" + strings.Repeat("\x00", 15) + strings.Repeat("\x00\x00\x00\x00", 4) +
		"\x00\x00\x00\x01\x00\x00\x00\x04" + "\x00\x00\x00\x00\x00\x00-00\x00"
	return time.LoadLocationFromTZData("made", []byte(block+block+"\n"+text+"\n"))
}

func main() {
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	last, clock, refused := "", time.UTC, error(nil)
	for in.Scan() {
		text, instant, found := strings.Cut(in.Text(), "\t")
		if !found {
			out.Flush()
			continue
		}
		if text != last {
			last = text
			clock, refused = zone(text)
		}
		if refused != nil {
			fmt.Fprintln(out, "?\t?\t?")
			continue
		}
		at, _ := strconv.ParseInt(instant, 10, 64)
		shown := time.Unix(at, 0).In(clock)
		name, utoff := shown.Zone()
		if name == "-00" {
			fmt.Fprintln(out, "?\t?\t?")
			continue
		}
		isdst := 0
		if shown.IsDST() {
			isdst = 1
		}
		fmt.Fprintf(out, "%d\t%d\t%s\n", utoff, isdst, name)
	}
}
