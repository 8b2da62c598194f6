package io.halley.shared.http;

/** Ends the handling of a request with a problem. It is an answer and no accident, so it carries no stack trace. */
public final class ProblemException extends RuntimeException {

    private final Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
