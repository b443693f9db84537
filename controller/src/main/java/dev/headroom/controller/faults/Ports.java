package dev.headroom.controller.faults;

import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.SourceFactory;
import dev.headroom.engine.loop.TargetFactory;

/** Opens the sources and targets of a simulated world for one controller. */
final class Ports {

    private final World world;
    private final Life life;

    Ports(World world, Life life) {
        this.world = world;
        this.life = life;
    }

    SourceFactory sources() {
        return new SourceFactory() {
            @Override
            public String type() {
                return "exec";
            }

            @Override
            public MetricSource open(Connection with) {
                return new FaultySource(world, life, with.name());
            }
        };
    }

    TargetFactory targets() {
        return new TargetFactory() {
            @Override
            public String type() {
                return "exec";
            }

            @Override
            public ScalingTarget open(Connection with, Workload of) {
                return new FaultyTarget(world, life, of.name(), with.token());
            }
        };
    }
}
