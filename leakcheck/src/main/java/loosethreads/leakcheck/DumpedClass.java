package loosethreads.leakcheck;

import java.util.List;
import java.util.Optional;

/**
 * A class in a heap dump, and how its instances are laid out there: the fields of the class itself
 * first, then those of its superclass, and so on.
 *
 * @param id of its {@code Class} object
 * @param superId of its superclass; 0 for none
 * @param name with slashes, as the JVM has it
 * @param fields its own, in order
 */
record DumpedClass(long id, long superId, String name, List<Field> fields) {
  /** The type of a field that holds a reference. */
  static final int REFERENCE = 2;

  /** One field, and where it begins among those of its class. */
  record Field(String name, int type, int offset) {}

  /** How many bytes a value of a type has in a dump. */
  static int size(int type) {
    return switch (type) {
      case REFERENCE, 7, 11 -> 8;
      case 6, 10 -> 4;
      case 5, 9 -> 2;
      case 4, 8 -> 1;
      default -> throw new IllegalArgumentException("no type " + type + " in a heap dump");
    };
  }

  /** How many bytes its own fields have. */
  int ownSize() {
    if (fields.isEmpty()) {
      return 0;
    }
    Field last = fields.getLast();
    return last.offset() + size(last.type());
  }

  Optional<Field> field(String wanted) {
    for (Field field : fields) {
      if (field.name().equals(wanted)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
