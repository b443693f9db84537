package dev.headroom.spec;

import static dev.headroom.spec.Values.DATABASE_URL;
import static dev.headroom.spec.Values.DURATION;
import static dev.headroom.spec.Values.TEXT;
import static dev.headroom.spec.Values.URL;
import static dev.headroom.spec.Values.count;
import static dev.headroom.spec.Values.httpUrl;
import static dev.headroom.spec.Values.text;

import java.util.LinkedHashMap;
import java.util.Map;

/** The types of metric sources, scaling targets and notifiers, and the keys that each has. */
final class Outside {

    private static final Form<String> SEVERITY =
            Word.of("a severity", String.class, "info", "info", "warning", "warning", "critical", "critical");
    private static final Form<String> SECURITY =
            Word.of("a security", String.class, "starttls", "starttls", "tls", "tls", "none", "none");
    private static final Form<String> METHOD = Word.of("a method", String.class, "post", "post", "put", "put");

    private Outside() {}

    static final Form<SourceSpec> SOURCE = new Tagged<>("source", sources(), null, SourceSpec::type);
    static final Form<TargetSpec> TARGET = new Tagged<>("target", targets(), null, TargetSpec::type);

    static final Form<NotifySpec> NOTIFY = new Tagged<>("notifier", notifiers(), null, NotifySpec::type);

    private static OptionsTable<NotifySpec> notifier(String type, String doc) {
        return new OptionsTable<NotifySpec>("notify-" + type, type, false, doc, NotifySpec::new, NotifySpec::options)
                .may("least", SEVERITY, "What is less grave is not told.", "info");
    }

    /** Who asks a server, and whom it trusts. */
    private static <T> OptionsTable<T> asked(OptionsTable<T> table) {
        return table.may("token-env", TEXT, "Environment variable that holds a bearer token.", "no token")
                .may("user", TEXT, "User name.", "none")
                .may("password-env", TEXT, "Environment variable that holds the user's password.", "none")
                .may("ca", TEXT, "PEM file of the certificate authorities to trust.", "those of Java")
                .may("timeout", DURATION, "Longest wait for an answer, all tries included.", "10s")
                .notBoth("token-env", "user")
                .together("user", "password-env");
    }

    private static OptionsTable<SourceSpec> source(String type, String doc) {
        return new OptionsTable<>("source-" + type, type, false, doc, SourceSpec::new, SourceSpec::options);
    }

    private static OptionsTable<TargetSpec> target(String type, String doc) {
        return new OptionsTable<>("target-" + type, type, false, doc, TargetSpec::new, TargetSpec::options);
    }

    private static Map<String, Table<SourceSpec>> sources() {
        Map<String, Table<SourceSpec>> all = new LinkedHashMap<>();
        all.put(
                "prometheus",
                asked(source("prometheus", "A Prometheus server or anything that speaks its query API.")
                        .must("url", httpUrl("http://localhost:9090"), "Base address, up to /api/v1.")));
        all.put(
                "http",
                asked(source("http", "A JSON document; the query of a signal is a JSON pointer into it.")
                        .must("url", httpUrl("http://localhost:8080/stats"), "Address of the document.")
                        .may("time", TEXT, "JSON pointer to the time of its values.", "the time of asking")));
        all.put(
                "push",
                source("push", "Samples that are pushed to the controller, as JSON or by OTLP.")
                        .may("keep", DURATION, "Older samples are not taken, and are forgotten.", "10m")
                        .may("max-series", count(1), "Most series that are kept.", "10000"));
        all.put(
                "cloudwatch",
                source("cloudwatch", "Amazon CloudWatch metrics.")
                        .may("region", TEXT, "AWS region.", "of the environment")
                        .may("profile", TEXT, "AWS profile.", "of the environment")
                        .may("endpoint", URL, "Another address than the region's.", "of the region"));
        all.put(
                "sqs",
                source("sqs", "Attributes of an SQS queue, or of a server that is compatible.")
                        .must("queue-url", URL, "Address of the queue.")
                        .may("region", TEXT, "AWS region.", "of the environment")
                        .may("endpoint", URL, "Another address than the region's.", "of the region"));
        all.put(
                "jdbc",
                source(
                                "jdbc",
                                "PostgreSQL or SQLite, which is only read; the query of a signal is SQL that gives one"
                                        + " number, or rows of a time and a number.")
                        .must("url", DATABASE_URL, "postgresql://host/name or sqlite:FILE.")
                        .may("user", TEXT, "User name.", "none")
                        .may("password-env", TEXT, "Environment variable that holds the password.", "no password")
                        .may(
                                "parameters",
                                MapForm.of("a parameter", TEXT),
                                "Values of the :names in queries; :now, :from and :to are given.",
                                "none")
                        .may("timeout", DURATION, "Longest wait for an answer.", "10s"));
        all.put(
                "redis",
                source("redis", "Lengths of lists and streams in Redis.")
                        .must("url", URL, "Address.")
                        .may("password-env", TEXT, "Environment variable that holds the password.", "no password"));
        all.put(
                "kafka",
                source("kafka", "Lag of a consumer group.")
                        .must("bootstrap", TEXT, "Broker addresses.")
                        .may("group", TEXT, "Consumer group.", "named by the query"));
        all.put(
                "kubernetes",
                source("kubernetes", "Resource metrics of the pods of a target.")
                        .may("context", TEXT, "Context of the kubeconfig.", "the current one")
                        .may("namespace", TEXT, "Namespace.", "default"));
        all.put(
                "exec",
                source(
                                "exec",
                                "A program that prints one number; the query of a signal is its variable HEADROOM_QUERY.")
                        .must("command", ListForm.orOne(TEXT), "Program and arguments.")
                        .may("timeout", DURATION, "Longest run.", "10s"));
        all.put("process", source("process", "The replicas of a process target themselves."));
        return all;
    }

    private static Map<String, Table<TargetSpec>> targets() {
        Map<String, Table<TargetSpec>> all = new LinkedHashMap<>();
        all.put(
                "kubernetes",
                target("kubernetes", "Anything in Kubernetes with a scale subresource.")
                        .may(
                                "kind",
                                TEXT,
                                "Kind of the object; Job, for a queue that jobs work off, is for export only.",
                                "Deployment")
                        .may("api-version", TEXT, "API group and version of the object.", "apps/v1")
                        .may("namespace", TEXT, "Namespace.", "default")
                        .must("name", TEXT, "Name of the object.")
                        .may("context", TEXT, "Context of the kubeconfig.", "the current one"));
        all.put(
                "aws-asg",
                target("aws-asg", "An EC2 Auto Scaling group.")
                        .must("name", TEXT, "Name of the group.")
                        .may("region", TEXT, "AWS region.", "of the environment")
                        .may("profile", TEXT, "AWS profile.", "of the environment"));
        all.put(
                "aws-ecs",
                target("aws-ecs", "An ECS service.")
                        .must("cluster", TEXT, "Name of the cluster.")
                        .must("name", TEXT, "Name of the service.")
                        .may("region", TEXT, "AWS region.", "of the environment")
                        .may("profile", TEXT, "AWS profile.", "of the environment"));
        all.put(
                "aws-scalable-target",
                target(
                                "aws-scalable-target",
                                "Anything that AWS Application Auto Scaling scales: tables, replicas, nodes.")
                        .must("service", TEXT, "Service namespace, such as dynamodb.")
                        .must("resource", TEXT, "Resource id, such as table/sessions.")
                        .must("dimension", TEXT, "What is scaled, such as dynamodb:table:ReadCapacityUnits.")
                        .may("region", TEXT, "AWS region.", "of the environment")
                        .may("profile", TEXT, "AWS profile.", "of the environment"));
        all.put(
                "process",
                target("process", "Processes of this machine, started and stopped by Headroom.")
                        .must("command", ListForm.orOne(TEXT), "Program and arguments of a replica.")
                        .may("directory", TEXT, "Working directory.", "that of Headroom")
                        .may("env", MapForm.of("a variable", TEXT), "Environment variables.", "none")
                        .may("first-port", count(1), "Replica n gets PORT = first-port + n.", "no port")
                        .may("ready", TEXT, "Path that answers 200 when a replica is ready; or tcp.", "ready at once")
                        .may("stop-timeout", DURATION, "Time to end before being killed.", "30s")
                        .may("restart-pause", DURATION, "Wait before a restart, doubled each time in a row.", "1s")
                        .may("longest-restart-pause", DURATION, "Bound of that wait.", "1m")
                        .may(
                                "restart-unready",
                                DURATION,
                                "A replica that was ready, and has not been for so long, is killed and started again.",
                                "never")
                        .may("log-size", Values.BYTES, "A replica's log is turned over beyond it.", "10MiB")
                        .may("cores", Values.POSITIVE, "Cores of a replica, for signal cpu.", "1")
                        .may("memory", Values.BYTES, "Memory of a replica, for signal memory as a share.", "none"));
        all.put(
                "exec",
                target("exec", "Two programs: one prints the replicas there are, one is told how many there shall be.")
                        .must(
                                "observe",
                                ListForm.orOne(TEXT),
                                "Prints the number of replicas and, if it can tell, that of the ready ones.")
                        .must("apply", ListForm.orOne(TEXT), "Gets the number of replicas as its last argument.")
                        .may("timeout", DURATION, "Longest run.", "30s"));
        all.put(
                "webhook",
                asked(target("webhook", "An HTTP server that tells and takes the number of replicas.")
                        .must("url", httpUrl("http://localhost:8080/web"), "Answers a GET with JSON.")
                        .may("replicas", TEXT, "JSON pointer to the number of replicas.", "/replicas")
                        .may("ready", TEXT, "JSON pointer to the number of ready ones.", "all are ready")
                        .may(
                                "apply-url",
                                httpUrl("http://localhost:8080/web"),
                                "Takes {\"workload\": name, \"replicas\": number}.",
                                "as url")
                        .may("method", METHOD, "How it is sent there.", "post")));
        all.put(
                "recommend",
                target("recommend", "Nothing is scaled; decisions are shown.")
                        .may("replicas", count(0), "Replicas there are.", "what was last recommended"));
        return all;
    }

    private static Map<String, Table<NotifySpec>> notifiers() {
        Map<String, Table<NotifySpec>> all = new LinkedHashMap<>();
        all.put("log", notifier("log", "Lines of the log dev.headroom.notify."));
        all.put("webhook", posting(notifier("webhook", "A POST of JSON for each notice.")));
        all.put(
                "email",
                notifier("email", "An e-mail for each notice, by SMTP.")
                        .must("host", text("mail.example.com"), "Name of the mail server.")
                        .may("port", count(1), "Its port.", "587; 465 with tls; 25 with none")
                        .may(
                                "security",
                                SECURITY,
                                "How the connection is kept from others: TLS begun within it, TLS from the begin, or"
                                        + " none.",
                                "starttls")
                        .must("from", text("headroom@example.com"), "Address of the sender.")
                        .must("to", ListForm.orOne(TEXT), "Addresses of those who get it.")
                        .may("user", TEXT, "User name.", "none")
                        .may("password-env", TEXT, "Environment variable that holds the user's password.", "none")
                        .may("ca", TEXT, "PEM file of the certificate authorities to trust.", "those of Java")
                        .may("timeout", DURATION, "Longest wait for a connection, and for each answer.", "10s")
                        .together("user", "password-env"));
        all.put("slack", posting(notifier("slack", "A message in Slack, or in what is compatible with it.")));
        return all;
    }

    private static OptionsTable<NotifySpec> posting(OptionsTable<NotifySpec> table) {
        return asked(table.may("url", httpUrl("http://localhost:9000/notice"), "Where it is sent.", "of url-env")
                .may("url-env", TEXT, "Environment variable that holds the URL, where that is secret.", "none")
                .oneOf("url", "url-env"));
    }
}
