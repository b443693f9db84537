package dev.headroom.interop;

import dev.headroom.interop.AwsStack.Reference;
import dev.headroom.interop.AwsStack.Resource;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources of the CloudFormation format in Terraform's JSON syntax, for the AWS provider. */
final class TerraformExporter implements Exporter {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("AWS::SNS::Topic", "aws_sns_topic"),
            Map.entry("AWS::SNS::TopicPolicy", "aws_sns_topic_policy"),
            Map.entry("AWS::EC2::LaunchTemplate", "aws_launch_template"),
            Map.entry("AWS::AutoScaling::AutoScalingGroup", "aws_autoscaling_group"),
            Map.entry("AWS::AutoScaling::LifecycleHook", "aws_autoscaling_lifecycle_hook"),
            Map.entry("AWS::AutoScaling::ScalingPolicy", "aws_autoscaling_policy"),
            Map.entry("AWS::AutoScaling::ScheduledAction", "aws_autoscaling_schedule"),
            Map.entry("AWS::ApplicationAutoScaling::ScalableTarget", "aws_appautoscaling_target"),
            Map.entry("AWS::ApplicationAutoScaling::ScalingPolicy", "aws_appautoscaling_policy"),
            Map.entry("AWS::CloudWatch::Alarm", "aws_cloudwatch_metric_alarm"),
            Map.entry("AWS::CloudWatch::Dashboard", "aws_cloudwatch_dashboard"),
            Map.entry("AWS::Budgets::Budget", "aws_budgets_budget"));

    /** Where Terraform's word is not the snake case of CloudFormation's. */
    private static final Map<String, String> WORDS = Map.of(
            "VPCZoneIdentifier", "vpc_zone_identifier",
            "StepAdjustments", "step_adjustment",
            "Overrides", "override",
            "MetricSpecifications", "metric_specification",
            "MetricDataQueries", "metric_data_queries");

    @Override
    public String format() {
        return "terraform";
    }

    @Override
    public String summary() {
        return "Terraform: the resources of the cloudformation format in JSON syntax.";
    }

    @Override
    public List<Coverage> coverage() {
        return AwsPlan.COVERAGE;
    }

    @Override
    public List<Gap> gaps() {
        return AwsPlan.gaps();
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        List<Loss> losses = new ArrayList<>();
        AwsStack stack = AwsPlan.of(spec, workloads, losses);
        if (stack.resources().isEmpty()) {
            return new Exported(List.of(), losses);
        }
        return new Exported(
                List.of(new Document("headroom.tf.json", Texts.json(new Translation(stack).tree()))), losses);
    }

    /** One stack on its way. */
    private record Translation(AwsStack stack) {

        Map<String, Object> tree() {
            Map<String, Map<String, Object>> resources = new LinkedHashMap<>();
            stack.resources().forEach((id, r) -> {
                if (!r.type().equals("AWS::AutoScaling::WarmPool")) {
                    put(resources, TYPES.getOrDefault(r.type(), r.type()), snake(id), body(id, r));
                }
                if (r.properties().get("ScheduledActions") instanceof List<?> actions) {
                    actions(resources, id, actions);
                }
            });
            Map<String, Object> variables = new LinkedHashMap<>();
            stack.parameters()
                    .forEach((id, p) -> variables.put(
                            snake(id),
                            Tree.of(
                                    "type",
                                    p.type().startsWith("List") ? "list(string)" : "string",
                                    "default",
                                    p.fallback().isEmpty() || p.type().startsWith("AWS::SSM") ? null : p.fallback(),
                                    "description",
                                    p.description())));
            return Tree.of(
                    "terraform",
                    Tree.of(
                            "required_providers",
                            Tree.of("aws", Tree.of("source", "hashicorp/aws", "version", ">= 5.0"))),
                    "variable",
                    variables.isEmpty() ? null : variables,
                    "resource",
                    resources);
        }

        private static void put(
                Map<String, Map<String, Object>> all, String type, String name, Map<String, Object> body) {
            all.computeIfAbsent(type, t -> new LinkedHashMap<>()).put(name, body);
        }

        @SuppressWarnings("unchecked") // a mapping becomes a mapping
        private Map<String, Object> body(String id, Resource r) {
            Map<String, Object> p = new LinkedHashMap<>(r.properties());
            p.remove("ScheduledActions");
            String dashed = snake(id).replace('_', '-');
            return switch (r.type()) {
                case "AWS::EC2::LaunchTemplate" -> {
                    Object data = p.getOrDefault("LaunchTemplateData", Map.of());
                    yield named("name_prefix", dashed + "-", (Map<String, Object>) snake(data));
                }
                case "AWS::SNS::Topic" -> named("name", dashed, (Map<String, Object>) snake(p));
                case "AWS::SNS::TopicPolicy" ->
                    Tree.of(
                            "arn",
                            reference(Reference.to("Alerts")),
                            "policy",
                            Texts.json(resolved(p.get("PolicyDocument"))).strip());
                case "AWS::CloudWatch::Dashboard" ->
                    named("dashboard_name", "headroom", (Map<String, Object>) snake(p));
                case "AWS::CloudWatch::Alarm" -> alarm(id, p);
                case "AWS::AutoScaling::AutoScalingGroup" -> group(id, p);
                case "AWS::AutoScaling::LifecycleHook", "AWS::AutoScaling::ScalingPolicy" ->
                    named("name", dashed, (Map<String, Object>) snake(customized(p)));
                case "AWS::AutoScaling::ScheduledAction" ->
                    named("scheduled_action_name", dashed, (Map<String, Object>) snake(p));
                case "AWS::ApplicationAutoScaling::ScalingPolicy" -> {
                    p.put("Name", p.remove("PolicyName"));
                    Object target = p.remove("ScalingTargetId");
                    if (target instanceof Reference t) {
                        String of = "${aws_appautoscaling_target." + snake(t.id()) + ".";
                        p.put("ResourceId", of + "resource_id}");
                        p.put("ScalableDimension", of + "scalable_dimension}");
                        p.put("ServiceNamespace", of + "service_namespace}");
                    }
                    yield (Map<String, Object>) snake(customized(p));
                }
                case "AWS::Budgets::Budget" -> budget(id, p);
                default -> (Map<String, Object>) snake(p);
            };
        }

        private static Map<String, Object> named(String key, String name, Map<String, Object> rest) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put(key, name);
            rest.forEach(out::putIfAbsent);
            return out;
        }

        /** A metric of its own has its dimensions under another word in Terraform. */
        private static Map<String, Object> customized(Map<String, Object> properties) {
            Map<String, Object> out = new LinkedHashMap<>();
            properties.forEach((key, value) -> {
                if (value instanceof Map<?, ?> m) {
                    Map<String, Object> inner = new LinkedHashMap<>();
                    m.forEach((k, v) -> inner.put(
                            key.equals("CustomizedMetricSpecification") && k.equals("Dimensions")
                                    ? "MetricDimension"
                                    : String.valueOf(k),
                            v));
                    out.put(key, customized(inner));
                } else {
                    out.put(key, value);
                }
            });
            return out;
        }

        @SuppressWarnings("unchecked") // a mapping becomes a mapping
        private Map<String, Object> alarm(String id, Map<String, Object> p) {
            Map<String, Object> dimensions = new LinkedHashMap<>();
            if (p.remove("Dimensions") instanceof List<?> pairs) {
                for (Object pair : pairs) {
                    Map<?, ?> one = (Map<?, ?>) pair;
                    Object value = one.get("Value");
                    dimensions.put(
                            String.valueOf(one.get("Name")), value instanceof Reference r ? reference(r) : value);
                }
            }
            Map<String, Object> out = named("alarm_name", snake(id).replace('_', '-'), (Map<String, Object>) snake(p));
            if (!dimensions.isEmpty()) {
                out.put("dimensions", dimensions);
            }
            return out;
        }

        @SuppressWarnings("unchecked") // a mapping becomes a mapping
        private Map<String, Object> group(String id, Map<String, Object> p) {
            p.put("Name", p.remove("AutoScalingGroupName"));
            if (p.remove("MetricsCollection") instanceof List<?> all && all.getFirst() instanceof Map<?, ?> m) {
                p.put("MetricsGranularity", m.get("Granularity"));
                p.put("EnabledMetrics", m.get("Metrics"));
            }
            if (p.get("LaunchTemplate") instanceof Map<?, ?> t) {
                p.put("LaunchTemplate", Tree.of("Id", t.get("LaunchTemplateId"), "Version", t.get("Version")));
            }
            Map<String, Object> out = (Map<String, Object>) snake(p);
            Resource pool = stack.resources().get(id + "WarmPool");
            if (pool != null) {
                Map<String, Object> w = new LinkedHashMap<>(pool.properties());
                w.remove("AutoScalingGroupName");
                out.put("warm_pool", snake(w));
            }
            return out;
        }

        private Map<String, Object> budget(String id, Map<String, Object> p) {
            Map<?, ?> b = (Map<?, ?>) p.getOrDefault("Budget", Map.of());
            Map<?, ?> limit = b.get("BudgetLimit") instanceof Map<?, ?> m ? m : Map.of();
            List<Map<String, Object>> told = new ArrayList<>();
            if (p.get("NotificationsWithSubscribers") instanceof List<?> all) {
                for (Object one : all) {
                    Map<?, ?> n = mapping(((Map<?, ?>) one).get("Notification"));
                    told.add(Tree.of(
                            "notification_type",
                            n.get("NotificationType"),
                            "comparison_operator",
                            n.get("ComparisonOperator"),
                            "threshold",
                            n.get("Threshold"),
                            "threshold_type",
                            n.get("ThresholdType"),
                            "subscriber_sns_topic_arns",
                            List.of(reference(Reference.to("Alerts")))));
                }
            }
            return Tree.of(
                    "name",
                    snake(id).replace('_', '-'),
                    "budget_type",
                    b.get("BudgetType"),
                    "time_unit",
                    b.get("TimeUnit"),
                    "limit_amount",
                    String.valueOf(limit.get("Amount")),
                    "limit_unit",
                    limit.get("Unit"),
                    "notification",
                    told.isEmpty() ? null : told);
        }

        private static Map<?, ?> mapping(@Nullable Object value) {
            return value instanceof Map<?, ?> m ? m : Map.of();
        }

        private void actions(Map<String, Map<String, Object>> all, String id, List<?> actions) {
            for (Object one : actions) {
                Map<?, ?> a = (Map<?, ?>) one;
                Map<?, ?> bounds = mapping(a.get("ScalableTargetAction"));
                String name = String.valueOf(a.get("ScheduledActionName"));
                String of = "${aws_appautoscaling_target." + snake(id) + ".";
                put(
                        all,
                        "aws_appautoscaling_scheduled_action",
                        snake(AwsStack.id(name)),
                        Tree.of(
                                "name",
                                name,
                                "service_namespace",
                                of + "service_namespace}",
                                "resource_id",
                                of + "resource_id}",
                                "scalable_dimension",
                                of + "scalable_dimension}",
                                "schedule",
                                a.get("Schedule"),
                                "timezone",
                                a.get("Timezone"),
                                "scalable_target_action",
                                Tree.of(
                                        "min_capacity",
                                        bounds.get("MinCapacity"),
                                        "max_capacity",
                                        bounds.get("MaxCapacity"))));
            }
        }

        /** The same tree with its references resolved and its keys as they are. */
        private Object resolved(@Nullable Object value) {
            return switch (value) {
                case null -> "";
                case Reference r -> reference(r);
                case Map<?, ?> map -> {
                    Map<String, Object> out = new LinkedHashMap<>();
                    map.forEach((k, v) -> out.put(String.valueOf(k), resolved(v)));
                    yield out;
                }
                case List<?> list -> list.stream().map(this::resolved).toList();
                default -> value;
            };
        }

        private Object snake(Object value) {
            return switch (value) {
                case Reference r -> reference(r);
                case Map<?, ?> map -> {
                    Map<String, Object> out = new LinkedHashMap<>();
                    map.forEach((k, v) -> {
                        String key = String.valueOf(k);
                        out.put(WORDS.getOrDefault(key, snake(key)), snake(v));
                    });
                    yield out;
                }
                case List<?> list -> {
                    List<Object> out = new ArrayList<>();
                    list.forEach(v -> out.add(snake(v)));
                    yield out;
                }
                default -> value;
            };
        }

        private String reference(Reference r) {
            if (stack.parameters().containsKey(r.id())) {
                return "${var." + snake(r.id()) + "}";
            }
            Resource resource = stack.resources().get(r.id());
            String type = resource == null ? "" : resource.type();
            String attribute = switch (type) {
                case "AWS::EC2::LaunchTemplate" ->
                    r.attribute().equals("LatestVersionNumber") ? "latest_version" : "id";
                case "AWS::AutoScaling::AutoScalingGroup" -> "name";
                default -> "arn";
            };
            return "${" + TYPES.getOrDefault(type, type) + "." + snake(r.id()) + "." + attribute + "}";
        }

        private static String snake(String camel) {
            return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                    .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                    .toLowerCase(Locale.ROOT);
        }
    }
}
