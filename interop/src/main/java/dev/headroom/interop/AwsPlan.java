package dev.headroom.interop;

import dev.headroom.engine.guardrail.Budget;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SupplySpec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Workloads as a stack of AWS resources: what the CloudFormation and Terraform formats write, each in its syntax. */
final class AwsPlan {

    static final Gap TARGET = new Gap(
            "target",
            "AWS scales Auto Scaling groups, ECS services and scalable targets",
            "Kubernetes workloads are left out; others are written as an Auto Scaling group");
    static final Gap INSTANCE = new Gap(
            "replica.instance",
            "a launch template needs an instance type of EC2, and the spec names none",
            "a parameter asks for it");
    static final Gap UNSEEN = new Gap(
            "target.type: aws-scalable-target",
            "no metric of AWS tells the capacity of everything that can be scaled",
            "only tables of DynamoDB are on the dashboard");
    static final Gap BUDGET = new Gap(
            "budgets",
            "AWS alerts when money is spent and does not hold growth back",
            "a budget with alerts is written");
    static final Gap HOURLY = new Gap("budgets.hourly", "AWS budgets are daily or longer", "left out");

    private static final List<Gap> LIMITS = Limits.but(Limits.COOLDOWN, Limits.BUDGET, Limits.COMBINER);

    static final List<Coverage> COVERAGE = List.of(
            new Coverage("bounds", "the sizes of the Auto Scaling group or the capacities of the scalable target"),
            new Coverage("policies.target", "target tracking, on predefined metrics or on metric math per replica"),
            new Coverage("policies.backlog", "target tracking on messages per instance by metric math"),
            new Coverage("policies.step", "step policies with their alarms; bounds relative to the threshold"),
            new Coverage("policies.schedule", "scheduled actions with their time zone"),
            new Coverage("policies.predict on the utilisation", "a predictive policy (Auto Scaling groups)"),
            new Coverage("guardrails.cooldown", "cooldowns of scalable targets; the instance warm-up of groups"),
            new Coverage("supply.spot", "a mixed instances policy"),
            new Coverage("supply.warm-pool", "a warm pool"),
            new Coverage("replica.boot, replica.warmup", "the instance warm-up"),
            new Coverage("replica.drain", "a lifecycle hook that waits before an instance ends"),
            new Coverage("budgets", "AWS budgets with their alerts"),
            new Coverage("signals", "alarms and a dashboard"));

    private AwsPlan() {}

    static List<Gap> gaps() {
        List<Gap> all = new ArrayList<>(List.of(TARGET, INSTANCE));
        all.addAll(AwsScaling.GAPS);
        all.add(Limits.COMBINER);
        all.addAll(LIMITS);
        all.addAll(List.of(UNSEEN, BUDGET, HOURLY));
        return List.copyOf(all);
    }

    /** The stack of some workloads; empty when none of them can be said. */
    static AwsStack of(Spec spec, List<WorkloadSpec> workloads, List<Loss> losses) {
        AwsStack stack = new AwsStack();
        List<Subject> written = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (WorkloadSpec one : workloads) {
            Subject w = new Subject(one, losses);
            if (w.targets("kubernetes")) {
                w.lost(TARGET, "kubernetes");
                continue;
            }
            if (stack.resources().isEmpty()) {
                stack.add("Alerts", "AWS::SNS::Topic", Tree.of("DisplayName", "Capacity alerts"));
            }
            written.add(w);
            Limits.tell(w, LIMITS);
            Limits.tell(w, List.of(Limits.COMBINER));
            AwsStack.Reference topic = AwsStack.Reference.to("Alerts");
            if (w.targets("aws-ecs") || w.targets("aws-scalable-target")) {
                groups.add(w.option("name", w.name()));
                if (AwsMetrics.capacity(w, w.name()).isEmpty()) {
                    w.lost(UNSEEN, w.option("resource", ""));
                }
                scalable(spec, w, stack, topic);
            } else {
                if (!w.targets("aws-asg")) {
                    w.lost(TARGET, one.target().type());
                }
                groups.add(w.option("name", w.label()));
                group(spec, w, stack, topic);
            }
        }
        if (!written.isEmpty()) {
            stack.add(
                    "Dashboard",
                    "AWS::CloudWatch::Dashboard",
                    Tree.of(
                            "DashboardBody",
                            Texts.json(AwsAlarms.dashboard(spec, written, groups, region(written)))
                                    .strip()));
            budgets(spec, stack, losses);
        }
        return stack;
    }

    static String region(List<Subject> all) {
        return all.stream()
                .map(w -> w.option("region", ""))
                .filter(r -> !r.isEmpty())
                .findFirst()
                .orElse("us-east-1");
    }

    // --- ECS services, tables, replicas

    private static void scalable(Spec spec, Subject w, AwsStack stack, Object topic) {
        String id = stack.free(AwsStack.id(w.name()));
        boolean ecs = w.targets("aws-ecs");
        AwsStack.Reference target = AwsStack.Reference.to(id);
        AwsScaling scaling = new AwsScaling(spec, w, stack, target, topic);
        List<Map<String, Object>> actions = new AwsSchedules(spec, w).actions();
        stack.add(
                id,
                "AWS::ApplicationAutoScaling::ScalableTarget",
                Tree.of(
                        "ServiceNamespace",
                        ecs ? "ecs" : w.option("service", "custom-resource"),
                        "ResourceId",
                        ecs
                                ? "service/" + w.option("cluster", "default") + "/" + w.option("name", w.name())
                                : w.option("resource", w.name()),
                        "ScalableDimension",
                        ecs
                                ? "ecs:service:DesiredCount"
                                : w.option("dimension", "custom-resource:ResourceType:Property"),
                        "MinCapacity",
                        w.min(),
                        "MaxCapacity",
                        w.max(),
                        "ScheduledActions",
                        actions.isEmpty() ? null : actions));
        scaling.policies();
        if (ecs) {
            alarms(spec, w, stack, target, topic);
        }
    }

    // --- Auto Scaling groups

    private static void group(Spec spec, Subject w, AwsStack stack, Object topic) {
        String id = AwsStack.id(w.name());
        Object image = stack.parameter(
                "ImageId",
                "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
                "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
                "The machine image of every group.");
        Object subnets =
                stack.parameter("Subnets", "List<AWS::EC2::Subnet::Id>", "", "The subnets of every group, one a zone.");
        String named = w.spec().instance();
        Object instance = named;
        if (named == null || !named.contains(".")) {
            w.lost(INSTANCE, named == null ? "" : "'" + named + "' is none");
            instance = stack.parameter(
                    id + "InstanceType", "String", "m5.large", "The instance type of " + w.name() + ".");
        }
        AwsStack.Reference template = stack.add(
                id + "Template",
                "AWS::EC2::LaunchTemplate",
                Tree.of(
                        "LaunchTemplateData",
                        Tree.of(
                                "ImageId",
                                image,
                                "InstanceType",
                                instance,
                                "Monitoring",
                                Tree.of("Enabled", true),
                                "MetadataOptions",
                                Tree.of("HttpTokens", "required"))));
        Map<String, Object> specification = Tree.of(
                "LaunchTemplateId", template, "Version", new AwsStack.Reference(template.id(), "LatestVersionNumber"));
        SupplySpec.Spot spot = w.spec().supply().spot();
        var replica = w.spec().workload().replica();
        AwsStack.Reference group = stack.add(
                id,
                "AWS::AutoScaling::AutoScalingGroup",
                Tree.of(
                        "AutoScalingGroupName",
                        w.option("name", w.label()),
                        "MinSize",
                        Integer.toString(w.min()),
                        "MaxSize",
                        Integer.toString(w.max()),
                        "VPCZoneIdentifier",
                        subnets,
                        "DefaultInstanceWarmup",
                        replica.boot().plus(replica.warmup()).toSeconds(),
                        "CapacityRebalance",
                        spot == null ? null : true,
                        "LaunchTemplate",
                        spot == null ? specification : null,
                        "MixedInstancesPolicy",
                        spot == null ? null : mixed(spot, specification),
                        "MetricsCollection",
                        List.of(Tree.of(
                                "Granularity",
                                "1Minute",
                                "Metrics",
                                List.of("GroupDesiredCapacity", "GroupInServiceInstances", "GroupPendingInstances")))));
        if (w.spec().lifecycle().drain().isPositive()) {
            stack.add(
                    id + "Drain",
                    "AWS::AutoScaling::LifecycleHook",
                    Tree.of(
                            "AutoScalingGroupName",
                            group,
                            "LifecycleTransition",
                            "autoscaling:EC2_INSTANCE_TERMINATING",
                            "HeartbeatTimeout",
                            Math.max(30, w.spec().lifecycle().drain().toSeconds()),
                            "DefaultResult",
                            "CONTINUE"));
        }
        SupplySpec.WarmPool pool = w.spec().supply().warmPool();
        if (pool != null) {
            stack.add(
                    id + "WarmPool",
                    "AWS::AutoScaling::WarmPool",
                    Tree.of(
                            "AutoScalingGroupName",
                            group,
                            "PoolState",
                            pool.state() == SupplySpec.State.STOPPED ? "Stopped" : "Running",
                            "MinSize",
                            pool.least(),
                            "MaxGroupPreparedCapacity",
                            pool.prepared(),
                            "InstanceReusePolicy",
                            Tree.of("ReuseOnScaleIn", pool.reuse())));
        }
        new AwsScaling(spec, w, stack, group, topic).policies();
        alarms(spec, w, stack, group, topic);
    }

    private static Map<String, Object> mixed(SupplySpec.Spot spot, Map<String, Object> specification) {
        TreeSet<String> types = new TreeSet<>();
        spot.pools().stream()
                .map(SupplySpec.SpotPool::name)
                .filter(n -> n.contains("."))
                .forEach(types::add);
        return Tree.of(
                "InstancesDistribution",
                Tree.of(
                        "OnDemandBaseCapacity",
                        spot.base(),
                        "OnDemandPercentageAboveBaseCapacity",
                        Math.round(spot.onDemand() * 100),
                        "SpotAllocationStrategy",
                        spot.strategy() == SupplySpec.Strategy.LOWEST_PRICE ? "lowest-price" : "capacity-optimized"),
                "LaunchTemplate",
                Tree.of(
                        "LaunchTemplateSpecification",
                        specification,
                        "Overrides",
                        types.isEmpty()
                                ? null
                                : types.stream()
                                        .map(t -> Tree.of("InstanceType", t))
                                        .toList()));
    }

    private static void alarms(Spec spec, Subject w, AwsStack stack, Object group, Object topic) {
        for (AwsAlarms.Alarm a :
                AwsAlarms.of(spec, w, w.targets("aws-ecs") ? w.option("name", w.name()) : group, topic)) {
            stack.add(a.id(), "AWS::CloudWatch::Alarm", a.properties());
        }
    }

    // --- money

    private static void budgets(Spec spec, AwsStack stack, List<Loss> losses) {
        if (!spec.budgets().isEmpty()) {
            AwsStack.Reference topic = AwsStack.Reference.to("Alerts");
            stack.add(
                    "AlertsPolicy",
                    "AWS::SNS::TopicPolicy",
                    Tree.of(
                            "Topics",
                            List.of(topic),
                            "PolicyDocument",
                            Tree.of(
                                    "Version",
                                    "2012-10-17",
                                    "Statement",
                                    List.of(Tree.of(
                                            "Sid",
                                            "BudgetsMayTell",
                                            "Effect",
                                            "Allow",
                                            "Principal",
                                            Tree.of("Service", "budgets.amazonaws.com"),
                                            "Action",
                                            "SNS:Publish",
                                            "Resource",
                                            topic)))));
        }
        for (int i = 0; i < spec.budgets().size(); i++) {
            Budget b = spec.budgets().get(i).budget();
            losses.add(new Loss("", BUDGET, ""));
            if (!Double.isInfinite(b.hourly())) {
                losses.add(new Loss("", HOURLY, Subject.number(b.hourly()) + " " + b.currency()));
            }
            budget(stack, b, b.daily(), "DAILY", "DailyBudget" + (i + 1));
            budget(stack, b, b.monthly(), "MONTHLY", "MonthlyBudget" + (i + 1));
        }
    }

    private static void budget(AwsStack stack, Budget b, double amount, String unit, String id) {
        if (Double.isInfinite(amount)) {
            return;
        }
        List<Map<String, Object>> told = new ArrayList<>();
        for (double share : b.alerts().stream().limit(5).toList()) {
            told.add(Tree.of(
                    "Notification",
                    Tree.of(
                            "NotificationType",
                            "ACTUAL",
                            "ComparisonOperator",
                            "GREATER_THAN",
                            "Threshold",
                            AwsScaling.plain(share * 100),
                            "ThresholdType",
                            "PERCENTAGE"),
                    "Subscribers",
                    List.of(Tree.of("SubscriptionType", "SNS", "Address", AwsStack.Reference.to("Alerts")))));
        }
        stack.add(
                id,
                "AWS::Budgets::Budget",
                Tree.of(
                        "Budget",
                        Tree.of(
                                "BudgetType",
                                "COST",
                                "TimeUnit",
                                unit,
                                "BudgetLimit",
                                Tree.of("Amount", AwsScaling.plain(amount), "Unit", b.currency())),
                        "NotificationsWithSubscribers",
                        told.isEmpty() ? null : told));
    }
}
