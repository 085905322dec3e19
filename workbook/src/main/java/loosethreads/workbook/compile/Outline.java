package loosethreads.workbook.compile;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What other classes of a package can see of some classes: two programs with the same outline are
 * the same to a test that is compiled against them. Bodies, debug information and what is private
 * do not show.
 *
 * @param lines one for each class and member, in order
 */
record Outline(Set<String> lines) {
  private static final Set<String> WITHOUT_FIELDS =
      Set.of("java/lang/Object", "java/lang/Record", "java/lang/Enum", "java/lang/Thread");

  /** Makes the outline of compiled classes. */
  static Outline of(Map<String, byte[]> classes) {
    Set<String> lines = new TreeSet<>();
    for (byte[] bytes : classes.values()) {
      ClassModel model = ClassFile.of().parse(bytes);
      if (model.findAttribute(Attributes.enclosingMethod()).isEmpty()) {
        add(model, lines);
      }
    }
    return new Outline(lines);
  }

  private static void add(ClassModel model, Set<String> lines) {
    String name = model.thisClass().asInternalName();
    String parent = model.superclass().map(c -> c.asInternalName()).orElse("");
    lines.add(
        name
            + " "
            + model.flags().flagsMask()
            + nestedFlags(model)
            + " "
            + parent
            + " "
            + names(model.interfaces().stream().map(c -> c.asInternalName()).toList())
            + model.findAttribute(Attributes.signature()).map(s -> s.signature().stringValue())
            + model
                .findAttribute(Attributes.permittedSubclasses())
                .map(p -> p.permittedSubclasses().stream().map(c -> c.asInternalName()).toList())
            + model
                .findAttribute(Attributes.record())
                .map(r -> r.components().stream().map(c -> c.name().stringValue()).toList()));
    // A private field hides one of the same name that is inherited.
    boolean mayHide = !WITHOUT_FIELDS.contains(parent) || !model.interfaces().isEmpty();
    for (FieldModel field : model.fields()) {
      add(name, field, mayHide, lines);
    }
    for (MethodModel method : model.methods()) {
      if (!isHidden(method.flags().flags())) {
        add(name, method, lines);
      }
    }
  }

  private static void add(String owner, FieldModel field, boolean mayHide, Set<String> lines) {
    if (!isHidden(field.flags().flags())) {
      lines.add(
          owner
              + "."
              + field.fieldName().stringValue()
              + " "
              + field.fieldType().stringValue()
              + " "
              + field.flags().flagsMask()
              + field.findAttribute(Attributes.signature()).map(s -> s.signature().stringValue())
              + field.findAttribute(Attributes.constantValue()).map(c -> c.constant().toString()));
    } else if (mayHide) {
      lines.add(owner + "." + field.fieldName().stringValue() + " is private");
    }
  }

  private static void add(String owner, MethodModel method, Set<String> lines) {
    lines.add(
        owner
            + "."
            + method.methodName().stringValue()
            + method.methodType().stringValue()
            + " "
            + (method.flags().flagsMask() & ~ClassFile.ACC_SYNCHRONIZED)
            + method.findAttribute(Attributes.signature()).map(s -> s.signature().stringValue())
            + method
                .findAttribute(Attributes.exceptions())
                .map(e -> e.exceptions().stream().map(c -> c.asInternalName()).toList())
            + method.findAttribute(Attributes.annotationDefault()).isPresent());
  }

  private static boolean isHidden(Set<AccessFlag> flags) {
    return flags.contains(AccessFlag.PRIVATE) || flags.contains(AccessFlag.SYNTHETIC);
  }

  /** Whether a nested class is static, private and so on is told in this attribute only. */
  private static String nestedFlags(ClassModel model) {
    return model
        .findAttribute(Attributes.innerClasses())
        .flatMap(inner ->
            inner.classes().stream()
                .filter(c -> c.innerClass().equals(model.thisClass()))
                .map(InnerClassInfo::flagsMask)
                .findFirst())
        .map(flags -> "/" + flags)
        .orElse("");
  }

  private static String names(List<String> names) {
    return names.stream().collect(Collectors.joining(",", "[", "]"));
  }
}
