package loosethreads.workbook.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.StructuredTaskScope;
import java.util.function.Consumer;
import java.util.function.Function;
import loosethreads.workbook.check.CheckResult.CandidateResult;
import loosethreads.workbook.check.CheckResult.KataResult;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.judge.Judges;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Kata;

/**
 * Holds katas to what they promise: the original leaks for its reason, good fixes pass, bad fixes
 * are rejected as declared.
 */
public final class Check {
  private final Checkout checkout;
  private final Function<Kata, Candidate> originals;
  private final Options options;
  private final Consumer<String> progress;

  /**
   * How to check.
   *
   * @param repeat how often originals and bad fixes are judged
   * @param repeatGood how often good fixes are: a right one that is refused is the worst of all
   * @param all whether every fix is judged, and not only the most instructive ones
   * @param record whether the reports that the book shows are written anew
   * @param judges how many judges work at a time
   * @param mustBeOriginal whether a kata that somebody is solving is a problem, as it is in CI
   */
  public record Options(
      int repeat, int repeatGood, boolean all, boolean record, int judges, boolean mustBeOriginal) {
    private int rounds(CandidateCheck candidate) {
      return candidate.isGood() ? repeatGood : repeat;
    }
  }

  /** A judge holds two JVMs, and memory ends before cores do. */
  private static final int MOST_JUDGES = 12;

  /** How many judges this machine can keep busy: leaks and lost values are mostly waited for. */
  public static int judges() {
    return Math.clamp(Runtime.getRuntime().availableProcessors() * 3L, 3, MOST_JUDGES);
  }

  /**
   * Prepares a check.
   *
   * @param originals finds a kata's original, whatever stands in its files now
   * @param progress told a line for each verdict
   */
  public Check(
      Checkout checkout,
      Function<Kata, Candidate> originals,
      Options options,
      Consumer<String> progress) {
    this.checkout = checkout;
    this.originals = originals;
    this.options = options;
    this.progress = progress;
  }

  /** Checks some katas. */
  public CheckResult of(List<Kata> katas) throws InterruptedException {
    List<Case> cases = new ArrayList<>();
    for (Kata kata : katas) {
      for (CandidateCheck candidate : candidates(kata)) {
        cases.add(new Case(kata, candidate));
      }
    }
    Judge.prepare(checkout);
    judge(cases);
    Map<Kata, List<Case>> byKata = new LinkedHashMap<>();
    cases.forEach(c -> byKata.computeIfAbsent(c.kata, _ -> new ArrayList<>()).add(c));
    List<KataResult> results =
        byKata.entrySet().stream().map(e -> result(e.getKey(), e.getValue())).toList();
    return new CheckResult(1, results.stream().allMatch(r -> r.problems().isEmpty()), results);
  }

  private List<CandidateCheck> candidates(Kata kata) {
    List<CandidateCheck> candidates = new ArrayList<>();
    candidates.add(
        new CandidateCheck("original", originals.apply(kata), kata.verdict(), kata.reason()));
    candidates.add(
        new CandidateCheck("reference", Candidate.reference(checkout, kata), "solved", ""));
    for (Fix fix : options.all() ? Fix.all(checkout, kata) : Fix.of(checkout, kata)) {
      candidates.add(
          new CandidateCheck(fix.name(), Candidate.fix(checkout, kata, fix), fix.verdict(), ""));
    }
    return candidates;
  }

  /** One candidate, and every verdict that it got. */
  private record Case(Kata kata, CandidateCheck candidate, List<Verdict> verdicts) {
    Case(Kata kata, CandidateCheck candidate) {
      this(kata, candidate, new ArrayList<>());
    }

    Verdict first() {
      return verdicts.getFirst();
    }

    /** The verdicts that are not the one declared, told with their explanation. */
    List<String> problems() {
      return verdicts.stream().map(this::problem).flatMap(Optional::stream).distinct().toList();
    }

    private Optional<String> problem(Verdict verdict) {
      if (!verdict.outcome().word().equals(candidate.verdict())) {
        return Optional.of(
            "%s: %s, should be %s%s"
                .formatted(
                    candidate.name(),
                    verdict.outcome(),
                    candidate.verdict(),
                    told(verdict.detail())));
      }
      return verdict.detail().contains(candidate.reason())
          ? Optional.empty()
          : Optional.of(
              "%s: its report does not say '%s'%s"
                  .formatted(candidate.name(), candidate.reason(), told(verdict.detail())));
    }

    private static String told(String detail) {
      return detail.isEmpty() ? "" : "\n" + detail.indent(4).stripTrailing();
    }
  }

  private void judge(List<Case> cases) throws InterruptedException {
    try (Judges judges = Judges.open(checkout, options.judges());
        var scope = StructuredTaskScope.open()) {
      for (int round = 0; round < Math.max(options.repeat(), options.repeatGood()); round++) {
        for (Case next : cases) {
          if (round < options.rounds(next.candidate)) {
            scope.fork(() -> judge(next, judges));
          }
        }
      }
      scope.join();
    }
  }

  private Void judge(Case next, Judges judges) throws InterruptedException {
    Verdict verdict = judges.judge(next.candidate.candidate());
    synchronized (next) {
      next.verdicts.add(verdict);
    }
    progress.accept(
        "%s %s %-28s %s, %d ms"
            .formatted(
                next.problem(verdict).isEmpty() ? "ok " : "BAD",
                next.kata.id(),
                next.candidate.name(),
                verdict.outcome(),
                verdict.millis()));
    return null;
  }

  private KataResult result(Kata kata, List<Case> cases) {
    Case original = cases.getFirst();
    List<String> problems =
        new ArrayList<>(cases.stream().flatMap(c -> c.problems().stream()).toList());
    List<String> notes = new ArrayList<>();
    problems.addAll(new Promises(checkout).broken(kata, texts(original), Fix.of(checkout, kata)));

    var recorded = new RecordedRun(checkout, kata);
    if (options.record()) {
      recorded.write(original.first().detail());
    }
    recorded.differsFrom(original.first().detail()).ifPresent(problems::add);

    if (isEdited(kata, original)) {
      (options.mustBeOriginal() ? problems : notes)
          .add(
              "its program is not the original"
                  + (options.mustBeOriginal() ? "" : "; the original was judged"));
    }
    return new KataResult(
        kata.id(),
        original.first().outcome().word(),
        cases.stream().skip(1).map(Check::told).toList(),
        problems,
        notes);
  }

  private static CandidateResult told(Case c) {
    return new CandidateResult(
        c.candidate.name(), c.candidate.expected(), c.first().outcome().word());
  }

  private static List<String> texts(Case original) {
    return original.candidate.candidate().files().values().stream()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  private boolean isEdited(Kata kata, Case original) {
    Map<String, byte[]> now = Candidate.learners(checkout, kata).files();
    return original.candidate.candidate().files().entrySet().stream()
        .anyMatch(e ->
            !Arrays.equals(
                Objects.requireNonNullElse(now.get(e.getKey()), new byte[0]), e.getValue()));
  }
}
