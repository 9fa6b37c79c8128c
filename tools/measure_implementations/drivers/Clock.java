import java.util.Date;
import java.util.TimeZone;

/** Prints what Java's clock for the TZ variable shows at the instants on standard input, for clock_java.py. */
class Clock {
    public static void main(String[] arguments) throws java.io.IOException {
        var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
        var zone = TimeZone.getDefault();
        var answers = new StringBuilder();
        for (String line; (line = in.readLine()) != null; ) {
            long at = Long.parseLong(line) * 1000;
            // Java makes its own designations, such as GMT+01:00 for CET-1.
            answers.append(zone.getOffset(at) / 1000).append(zone.inDaylightTime(new Date(at)) ? "\t1\t?\n" : "\t0\t?\n");
        }
        System.out.print(answers);
    }
}
