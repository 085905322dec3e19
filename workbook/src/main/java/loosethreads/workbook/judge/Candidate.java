package loosethreads.workbook.judge;

import java.util.Map;
import loosethreads.workbook.kata.Kata;

/**
 * Something that claims to solve a kata: the learner's files, the reference, a fix.
 *
 * @param kata the kata
 * @param files file name to content, as bytes: what a learner saves need not be text
 */
public record Candidate(Kata kata, Map<String, byte[]> files) {}
