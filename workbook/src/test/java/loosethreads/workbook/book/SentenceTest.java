package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {
  @ParameterizedTest
  @CsvSource({
    "it waits still., It waits still.",
    "a CompletableFuture does not know., A CompletableFuture does not know.",
    "close() waits., close() waits.",
    "tryLock gives up., tryLock gives up.",
    "ExecutorService.close() waits., ExecutorService.close() waits.",
    "'\"one thread\", they say.', '\"one thread\", they say.'",
    "300 threads., 300 threads.",
    "'', ''"
  })
  void aSentenceBeginsWithACapitalAndANameStaysAsItIs(String words, String sentence) {
    assertThat(Sentence.of(words)).isEqualTo(sentence);
  }
}
