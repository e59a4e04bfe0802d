// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises what stands in front of a portal instead of its API: login pages, maintenance pages,
 * the pages of proxies. Says what it is in words of our own, with no more of the page than a
 * harmless title.
 */
final class UnexpectedPage {

  /** Enough of a page to find its title and its form. */
  static final int HEAD = 16 * 1024;

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);
  private static final Pattern LONG_WORD = Pattern.compile("\\S{20,}");
  private static final Pattern LOGIN =
      Pattern.compile("type=[\"']?password|log[ -]?in|sign[ -]?in|j_username|saml");
  private static final int LONGEST_TITLE = 60;

  private UnexpectedPage() {}

  /** Whether an answer is a page, by its type or by how it begins. */
  static boolean isPage(String contentType, byte[] head) {
    String start = text(head).stripLeading();
    boolean saysSo = contentType.toLowerCase(Locale.ROOT).contains("html");
    return start.startsWith("<") || saysSo && !start.startsWith("{");
  }

  /** What a page is. */
  static String describe(byte[] head) {
    String page = text(head);
    boolean login = LOGIN.matcher(page.toLowerCase(Locale.ROOT)).find();
    return (login ? "a login page" : "a web page") + title(page);
  }

  /** Where a redirect leads: host and path, without what may be a secret. */
  static String describeLocation(String location) {
    String shown = location.split("[?#;]", 2)[0].replaceAll("//[^/]*@", "//");
    String printable = shown.replaceAll("[^\\x21-\\x7e]", "");
    return printable.length() <= 100 ? printable : printable.substring(0, 100) + "…";
  }

  private static String title(String page) {
    Matcher matcher = TITLE.matcher(page);
    if (!matcher.find()) {
      return "";
    }
    String title = matcher.group(1).replaceAll("[^\\p{Alnum} .,:!()'-]+", " ").strip();
    // What looks like a token rather than like words is not shown.
    if (title.isEmpty() || LONG_WORD.matcher(title).find()) {
      return "";
    }
    return " titled '"
        + (title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "…")
        + "'";
  }

  private static String text(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
