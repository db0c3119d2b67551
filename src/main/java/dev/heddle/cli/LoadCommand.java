package dev.heddle.cli;

import dev.heddle.lab.OutputFile;
import dev.heddle.lab.load.Load;
import dev.heddle.lab.load.LoadReport;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import dev.heddle.lab.load.RequestKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heddle load}: load on any HTTP/1.1 server. */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        name = "load",
        description = "Makes load on an HTTP/1.1 server and measures rate and latencies.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        usageHelpWidth = 110,
        versionProvider = Version.class,
        footer = {
            "",
            "Without --rate the loop is closed: a connection sends its next request when the last one is answered, and",
            "a slow server is asked less often. With --rate requests start on schedule, and latency counts from there.",
            "",
            "  heddle load http://127.0.0.1:8080/plaintext -c 64",
            "  heddle load http://127.0.0.1:8080 --rate 5000 --request '99 /spin?us=10' --request '1 /spin?us=5000'",
            "  heddle load http://127.0.0.1:8080/plaintext --storm 1000"
        })
final class LoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "URL",
            showDefaultValue = Visibility.NEVER,
            description = "What to ask for: http://HOST[:PORT][/PATH][?QUERY].")
    private String url = "";

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description = "Connections; with --new-connections the most at a time.")
    private int connections = 64;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            converter = TimeSpan.class,
            defaultValue = "10s",
            description = "How long to measure.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            defaultValue = "1s",
            description = "How long to make load before that.")
    private Duration warmUp = Duration.ZERO;

    @Option(names = "--rate", paramLabel = "N", description = "Open loop: N requests per second.")
    private @Nullable Double rate;

    @Option(
            names = "--arrivals",
            paramLabel = "NAME",
            description = "How they arrive: poisson (independent) or constant (at equal distances).")
    private String arrivals = "poisson";

    @Option(
            names = "--request",
            paramLabel = "'WEIGHT PATH'",
            showDefaultValue = Visibility.NEVER,
            description = "A kind of request, measured apart; may be repeated. Instead of the URL's path.")
    private List<String> requests = new ArrayList<>();

    @Option(names = "--new-connections", description = "A connection for each request, closed after it.")
    private boolean newConnections;

    @Option(
            names = "--pipeline",
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description = "Unanswered requests on a connection.")
    private int depth = 1;

    @Option(
            names = "--storm",
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description = "N new connections at the same moment, one request on each, and nothing else.")
    private @Nullable Integer storm;

    @Option(
            names = "--zipf",
            paramLabel = "S",
            description = "Unequal rates: the n-th connection gets a share of 1/n^S of the requests. With --rate.")
    private double zipf;

    @Option(
            names = "--slow-clients",
            paramLabel = "N",
            description = "Further connections that send a byte every 100 ms.")
    private int slowClients;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            defaultValue = "10s",
            description = "How long a request may take.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = WholeNumber.Threads.class,
            description = "Threads that share the connections.")
    private int threads = 1;

    @Option(names = "--seed", paramLabel = "N", description = "Chooses arrivals and requests.")
    private long seed = 42;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON; - for standard output.")
    private @Nullable String json;

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        LoadSpec load = chosen();
        if (json != null && !json.equals("-")) {
            OutputFile.requireWritable(Path.of(json));
        }
        PrintWriter err = spec.commandLine().getErr();
        LoadResult result = Load.run(load, (seconds, responses, p99) -> {
            err.printf(Locale.ROOT, "%4d s  %9.0f responses/s  p99 %.3f ms%n", seconds, responses, p99 / 1e6);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        if (!"-".equals(json)) {
            out.println(LoadReport.table(result));
        }
        if (json != null) {
            write(json, LoadReport.json(result), out);
        }
        out.flush();
        // What was not sent makes the figures those of another load than the one that was asked for.
        return result.answered() > 0 && result.notSent() == 0 ? 0 : 1;
    }

    private static void write(String file, String text, PrintWriter out) throws IOException {
        if (file.equals("-")) {
            out.println(text);
        } else {
            Files.writeString(Path.of(file), text + "\n");
        }
    }

    private LoadSpec chosen() throws CommandFailure {
        URI target = target();
        int port = target.getPort() < 0 ? 80 : target.getPort();
        try {
            return new LoadSpec(
                    new InetSocketAddress(InetAddress.getByName(target.getHost()), port),
                    target.getHost() + (target.getPort() < 0 ? "" : ":" + target.getPort()),
                    kinds(target),
                    storm != null ? Math.max(storm, 1) : connections,
                    depth,
                    newConnections || storm != null,
                    pace(),
                    zipf,
                    slowClients,
                    storm != null ? Duration.ZERO : warmUp,
                    duration,
                    timeout,
                    Math.min(threads, storm != null ? storm : connections),
                    seed);
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host '" + target.getHost() + "'");
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private URI target() {
        try {
            URI target = URI.create(url);
            if ("http".equals(target.getScheme()) && target.getHost() != null) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // The same to the user as any other text that is none.
        }
        throw wrong("no http URL: '" + url + "'");
    }

    private List<RequestKind> kinds(URI target) {
        if (requests.isEmpty()) {
            String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
            String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
            return List.of(RequestKind.only(path + query));
        }
        return requests.stream().map(WeightedRequest::of).toList();
    }

    private Pace pace() {
        if (!arrivals.equals("poisson") && !arrivals.equals("constant")) {
            throw wrong("unknown arrivals '" + arrivals + "'; known: poisson, constant");
        }
        if (storm != null) {
            return new Pace.AtOnce(storm);
        }
        return rate == null ? new Pace.Closed() : new Pace.Open(rate, arrivals.equals("poisson"));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
