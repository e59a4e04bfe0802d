// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.filter;

import io.directio.flink.table.Column;
import io.directio.flink.table.filter.Condition.Comparison;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;

/** Understands those of the engine's expressions that can be judged before files are read. */
public final class ConditionParser {

  private static final Map<FunctionDefinition, Comparison> COMPARISONS =
      Map.of(
          BuiltInFunctionDefinitions.EQUALS, Comparison.EQUAL,
          BuiltInFunctionDefinitions.NOT_EQUALS, Comparison.NOT_EQUAL,
          BuiltInFunctionDefinitions.LESS_THAN, Comparison.LESS,
          BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL, Comparison.LESS_OR_EQUAL,
          BuiltInFunctionDefinitions.GREATER_THAN, Comparison.GREATER,
          BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL, Comparison.GREATER_OR_EQUAL);

  private final Map<String, Column> columns;

  /**
   * A parser for a table.
   *
   * @param columns the columns by the names that expressions have for them
   */
  public ConditionParser(Map<String, Column> columns) {
    this.columns = Map.copyOf(columns);
  }

  /** The condition that an expression states; empty if it isn't understood. */
  public Optional<Condition> parse(ResolvedExpression expression) {
    if (!(expression instanceof CallExpression call)) {
      return Optional.empty();
    }
    FunctionDefinition function = call.getFunctionDefinition();
    List<ResolvedExpression> arguments = call.getResolvedChildren();
    if (function == BuiltInFunctionDefinitions.AND || function == BuiltInFunctionDefinitions.OR) {
      boolean all = function == BuiltInFunctionDefinitions.AND;
      return parseAll(arguments).map(c -> all ? new Condition.All(c) : new Condition.Any(c));
    }
    if (function == BuiltInFunctionDefinitions.NOT) {
      return parse(arguments.get(0)).map(Condition.Not::new);
    }
    if (function == BuiltInFunctionDefinitions.LIKE && arguments.size() == 2) {
      return like(arguments.get(0), arguments.get(1));
    }
    Comparison comparison = COMPARISONS.get(function);
    if (comparison == null) {
      return Optional.empty();
    }
    return compared(arguments.get(0), comparison, arguments.get(1))
        .or(() -> compared(arguments.get(1), comparison.flipped(), arguments.get(0)));
  }

  private Optional<List<Condition>> parseAll(List<ResolvedExpression> expressions) {
    List<Condition> conditions = new ArrayList<>();
    for (ResolvedExpression expression : expressions) {
      Optional<Condition> condition = parse(expression);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      conditions.add(condition.get());
    }
    return Optional.of(conditions);
  }

  private Optional<Condition> compared(
      ResolvedExpression left, Comparison comparison, ResolvedExpression right) {
    Optional<Column> column = column(left);
    if (column.isEmpty() || !(right instanceof ValueLiteralExpression literal)) {
      return Optional.empty();
    }
    return switch (column.get().type().getLogicalType().getTypeRoot()) {
      case BIGINT, INTEGER ->
          literal
              .getValueAs(BigDecimal.class)
              .flatMap(ConditionParser::whole)
              .map(value -> new Condition.Compared<>(column.get(), comparison, value));
      case VARCHAR ->
          literal
              .getValueAs(String.class)
              .map(value -> new Condition.Compared<>(column.get(), comparison, value));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          literal
              .getValueAs(Instant.class)
              .map(value -> new Condition.Compared<>(column.get(), comparison, value));
      default -> Optional.empty();
    };
  }

  private Optional<Condition> like(ResolvedExpression left, ResolvedExpression right) {
    Optional<Column> column = column(left).filter(Column::isText);
    if (column.isEmpty() || !(right instanceof ValueLiteralExpression literal)) {
      return Optional.empty();
    }
    return literal
        .getValueAs(String.class)
        .filter(pattern -> pattern.indexOf('\\') < 0)
        .map(pattern -> Condition.Like.of(column.get(), pattern));
  }

  private Optional<Column> column(ResolvedExpression expression) {
    return expression instanceof FieldReferenceExpression field
        ? Optional.ofNullable(columns.get(field.getName()))
        : Optional.empty();
  }

  private static Optional<Long> whole(BigDecimal number) {
    try {
      return Optional.of(number.longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
