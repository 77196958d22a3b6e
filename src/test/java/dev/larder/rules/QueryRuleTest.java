package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRuleTest {

  @ParameterizedTest
  @CsvSource({
    "a=1&b=2&v=3, a=1&v=3, b=2",
    "v, v, ''",
    "v=1&v=2, v=1&v=2, ''",
    "vv=1&V=2, '', vv=1&V=2",
    "utm_source=x&a=1&utm_=y&utm=z, utm_source=x&a=1&utm_=y, utm=z",
    "a=b=c&x, a=b=c, x",
    "=1&&x, '', =1&&x",
    "ab=a, '', ab=a",
    "'', '', ''"
  })
  void parametersAreKeptOrDroppedByName(String query, String kept, String dropped) {
    List<String> names = List.of("a", "v", "utm_*");
    assertEquals(kept, new QueryRule(true, names).apply(query).replaceAll("^&+$", ""));
    assertEquals(dropped, new QueryRule(false, names).apply(query));
  }

  @Test
  void wholeQueriesAreNotCopied() {
    String query = "a=1&b";
    assertSame(query, QueryRule.ALL.apply(query));
    assertEquals("", QueryRule.NONE.apply(query));
    assertEquals("", new QueryRule(false, List.of("*")).apply(query));
    assertEquals(query, new QueryRule(true, List.of("*")).apply(query));
  }

  @Property
  void keepingAndDroppingShareOutTheParameters(@ForAll String text) {
    String query = text.replaceAll("[a-f]", "&").replaceAll("[g-m]", "v=");
    List<String> names = List.of("v", "x*");
    int kept = count(new QueryRule(true, names).apply(query));
    int dropped = count(new QueryRule(false, names).apply(query));
    assertEquals(count(query), kept + dropped);
  }

  private static int count(String query) {
    return (int) List.of(query.split("&", -1)).stream().filter(each -> !each.isEmpty()).count();
  }

  @Property
  void applyingTwiceChangesNothingMore(@ForAll String query) {
    QueryRule rule = new QueryRule(false, List.of("a*"));
    assertEquals(rule.apply(query), rule.apply(rule.apply(query)));
  }
}
