// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation says of tables is so. */
class SqlDocumentationTest {

  private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  private static String read(String page) throws IOException {
    return Files.readString(Path.of("..").resolve(page));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/sql.md", "README.md"})
  void hasExamplesThatFlinkUnderstands(String page) throws Exception {
    TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    Matcher examples = EXAMPLE.matcher(read(page));
    int queries = 0;
    while (examples.find()) {
      for (String statement : examples.group(1).split(";\\s*\n")) {
        if (statement.isBlank()) {
          continue;
        }
        if (statement.strip().startsWith("SELECT")) {
          assertThat(sql.explainSql(statement)).as(statement).contains("TableSourceScan");
          queries++;
        } else {
          sql.executeSql(statement);
        }
      }
    }
    assertThat(queries).isPositive();
  }

  @Test
  void namesEveryOptionAndEveryColumn() throws Exception {
    String page = read("docs/sql.md");
    DirectIOTableFactory factory = new DirectIOTableFactory();
    assertThat(factory.requiredOptions())
        .extracting(ConfigOption::key)
        .allMatch(key -> page.contains("`" + key + "`"));
    assertThat(factory.optionalOptions())
        .extracting(ConfigOption::key)
        .allMatch(key -> page.contains("`" + key + "`"));
    assertThat(Column.values())
        .extracting(Column::key)
        .allMatch(key -> page.contains("`" + key + "`"));
  }
}
