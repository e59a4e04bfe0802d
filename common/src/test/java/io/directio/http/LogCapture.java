// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Collects everything that any logger of this JVM writes, at every level, while it is open. */
public final class LogCapture implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level before = root.getLevel();
  private final Collector collector = new Collector();

  private final class Collector extends AbstractAppender {

    Collector() {
      super("capture", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      StringBuilder line = new StringBuilder();
      line.append(event.getLevel()).append(' ').append(event.getLoggerName()).append(' ');
      line.append(event.getMessage().getFormattedMessage());
      for (Throwable at = event.getThrown(); at != null; at = at.getCause()) {
        line.append(' ').append(at);
      }
      lines.add(line.toString());
    }
  }

  private LogCapture() {
    collector.start();
    root.getAppenders().keySet().forEach(root::removeAppender);
    root.addAppender(collector, Level.ALL, null);
    root.setLevel(Level.ALL);
    context.updateLoggers();
  }

  /** Starts to collect; nothing goes to the console meanwhile. */
  public static LogCapture start() {
    return new LogCapture();
  }

  /** Level, logger, message and causes of each event, as one text each. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    root.removeAppender("capture");
    context.reconfigure();
    context.getConfiguration().getRootLogger().setLevel(before);
    context.updateLoggers();
  }
}
