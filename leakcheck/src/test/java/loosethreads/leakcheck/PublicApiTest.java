package loosethreads.leakcheck;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What others may compile against is what {@code golden/api.txt} lists. A change of it is on
 * purpose: {@code -Dgolden=update} writes the list anew.
 */
class PublicApiTest {
  private static final List<String> OF_RECORDS = List.of("equals", "hashCode");

  @Test
  void isWhatTheListSays() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String name : publicTypes()) {
      Class<?> type = Class.forName(name, false, LeakFree.class.getClassLoader());
      if (isVisible(type.getModifiers())
          && (type.getEnclosingClass() == null
              || isVisible(type.getEnclosingClass().getModifiers()))) {
        lines.add(type.toGenericString());
        members(type).forEach(member -> lines.add("  " + member));
        lines.add("");
      }
    }
    String list = String.join("\n", lines).stripTrailing();
    Golden.check("api", list.replaceAll("loosethreads\\.leakcheck\\.|java\\.(lang|util)\\.", ""));
  }

  private static Set<String> publicTypes() throws Exception {
    Path root = Path.of(LeakFree.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(one -> one.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replaceAll("[/\\\\]", ".");
        if (!name.endsWith("-info.class")) {
          names.add(name.substring(0, name.length() - ".class".length()));
        }
      }
    }
    return names;
  }

  private static Set<String> members(Class<?> type) {
    TreeSet<String> members = new TreeSet<>();
    for (Member member : all(type)) {
      boolean ofRecord = type.isRecord() && OF_RECORDS.contains(member.getName());
      if (isVisible(member.getModifiers()) && !member.isSynthetic() && !ofRecord) {
        members.add(text(member));
      }
    }
    return members;
  }

  private static List<Member> all(Class<?> type) {
    List<Member> all = new ArrayList<>(List.of(type.getDeclaredFields()));
    all.addAll(List.of(type.getDeclaredConstructors()));
    all.addAll(List.of(type.getDeclaredMethods()));
    return all;
  }

  private static String text(Member member) {
    return switch (member) {
      case Field field -> field.toGenericString();
      case Method method when method.getDefaultValue() != null ->
          method.toGenericString() + " default " + value(method);
      case Executable executable -> executable.toGenericString();
      default -> throw new AssertionError(member);
    };
  }

  private static String value(Method method) {
    Object value = method.getDefaultValue();
    return switch (value) {
      case Object[] many -> List.of(many).toString();
      case String text -> '"' + text + '"';
      default -> value.toString();
    };
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
