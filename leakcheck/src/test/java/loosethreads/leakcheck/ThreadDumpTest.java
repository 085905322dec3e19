package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadDumpTest {
  @Test
  void readsADumpOfJdk25() throws IOException {
    ThreadDump.Entry thread = only(dump("\"30\"", "\"state\": \"WAITING\", \"virtual\": true,"));
    assertThat(thread.id()).isEqualTo(30);
    assertThat(thread.name()).isEqualTo("say \"hi\" \u00e9");
    assertThat(thread.virtual()).isTrue();
    assertThat(thread.state()).contains(Thread.State.WAITING);
    assertThat(thread.container()).isEqualTo("java.util.concurrent.ThreadPerTaskExecutor@1f");
    assertThat(thread.blocker()).isEqualTo("java.util.concurrent.CountDownLatch$Sync@2a");
    assertThat(thread.stack()).hasSize(2);
  }

  @Test
  void readsADumpOfJdk21WhichTellsNoState() throws IOException {
    ThreadDump.Entry thread = only(dump("\"30\"", ""));
    assertThat(thread.state()).isEmpty();
    assertThat(thread.virtual()).isFalse();
  }

  @Test
  void readsADumpWithNumbersAndWithMembersItDoesNotKnow() throws IOException {
    ThreadDump.Entry thread =
        only(dump("30", "\"state\": \"WAITING\", \"news\": {\"a\": [1, {\"b\": null}]}, "));
    assertThat(thread.id()).isEqualTo(30);
    assertThat(thread.state()).contains(Thread.State.WAITING);
  }

  @Test
  void leavesOutThreadsThatAreNotYoungerThanTheMark() throws IOException {
    assertThat(ThreadDump.read(new StringReader(dump("30", "")), 30).threads()).isEmpty();
  }

  @Test
  void keepsOldWorkersOfTheCommonPool() throws IOException {
    String dump =
        dump("30", "").replace("java.util.concurrent.ThreadPerTask", "ForkJoinPool.commonPool/x");
    assertThat(ThreadDump.read(new StringReader(dump), 30).threads()).hasSize(1);
  }

  @Test
  void namesTheContainers() throws IOException {
    assertThat(ThreadDump.read(new StringReader(dump("30", "")), 99).containers())
        .containsExactly("java.util.concurrent.ThreadPerTaskExecutor@1f");
  }

  @Test
  void saysWhenADumpIsCutOff() {
    String dump = dump("30", "");
    for (int end : new int[] {1, 40, dump.length() / 2, dump.length() - 3}) {
      assertThatThrownBy(() -> ThreadDump.read(new StringReader(dump.substring(0, end)), 0))
          .as("cut at %s", end)
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "java.base/java.lang.Thread.run(Thread.java:1474), java.lang.Thread, run, Thread.java, 1474",
    "app//shop.Cart.lambda$add$0(Cart.java:9), shop.Cart, lambda$add$0, Cart.java, 9",
    "java.base@25/java.lang.Object.wait0(Native Method), java.lang.Object, wait0, , -2",
    "shop.Cart$$Lambda/0x00ff.run(Unknown Source), shop.Cart$$Lambda/0x00ff, run, , -1",
  })
  void readsAFrame(String text, String type, String method, String file, int line) {
    StackTraceElement frame = ThreadDump.frame(text);
    assertThat(frame.getClassName()).isEqualTo(type);
    assertThat(frame.getMethodName()).isEqualTo(method);
    assertThat(Optional.ofNullable(frame.getFileName())).isEqualTo(Optional.ofNullable(file));
    assertThat(frame.getLineNumber()).isEqualTo(line);
  }

  private static ThreadDump.Entry only(String dump) throws IOException {
    assertThat(ThreadDump.read(new StringReader(dump), 29).threads()).hasSize(1);
    return ThreadDump.read(new StringReader(dump), 29).threads().getFirst();
  }

  private static String dump(String id, String state) {
    return """
    {
      "threadDump": {
        "processId": "19096",
        "threadContainers": [
          {"container": "<root>", "parent": null, "owner": null, "threads": []},
          {
            "container": "java.util.concurrent.ThreadPerTaskExecutor@1f",
            "parent": "<root>",
            "threads": [
              {
                "tid": ID,
                "name": "say \\"hi\\" \\u00e9",
                STATE
                "parkBlocker": {"object": "java.util.concurrent.CountDownLatch$Sync@2a", "owner": 1},
                "stack": [
                  "java.base\\/java.lang.VirtualThread.park(VirtualThread.java:742)",
                  "shop.Cart.add(Cart.java:9)"
                ]
              }
            ],
            "threadCount": "1"
          }
        ]
      }
    }
    """
        .replace("ID", id)
        .replace("STATE", state);
  }
}
