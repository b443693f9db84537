/**
 * Self-contained HTML pages with text, tables and charts, and the same charts as images.
 *
 * <p>A {@link dev.headroom.report.Page} is put together from parts and written as one file; a
 * {@link dev.headroom.report.Chart} says what is to be seen, not how it is drawn:
 *
 * <pre>{@code
 * Chart demand = Chart.titled("Demand")
 *         .x(Axis.time())
 *         .y(Axis.number("requests per second"))
 *         .line("observed", times, rates)
 *         .line("forecast", future, medians)
 *         .band("90 % interval", future, lows, highs)
 *         .mark(sale.toEpochMilli(), "sale");
 * String html = Page.titled("Traffic of shop").facts(Map.of("Trace", "web.csv")).chart(demand).html();
 * }</pre>
 */
@NullMarked
package dev.headroom.report;

import org.jspecify.annotations.NullMarked;
