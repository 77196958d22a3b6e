package dev.larder.rules;

import dev.larder.http.CacheControl;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;

/** Whether a response may be stored by this shared cache (RFC 9111 §3). */
public final class Storing {
  private Storing() {}

  /** The answer, with the reason why not. */
  public enum Verdict {
    STORE("stored"),
    METHOD("method not cacheable"),
    STATUS("status not cacheable"),
    NOT_UNDERSTOOD("must-understand"),
    PARTIAL("partial answer"),
    REQUEST_NO_STORE("request no-store"),
    NO_STORE("no-store"),
    PRIVATE("private"),
    AUTHORIZATION("authorization"),
    VARY_ANY("vary *"),
    NO_LIFETIME("no lifetime"),
    NO_VALIDATOR("no validator");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** As shown to people. */
    public String words() {
      return words;
    }
  }

  /**
   * Judges a response to a request.
   *
   * @param request as the client sent it; {@code HEAD} is judged as the {@code GET} it was made
   */
  public static Verdict judge(Request request, StoredHead head, Terms terms) {
    if (!request.isGet() && !request.isHead()) {
      return Verdict.METHOD;
    }
    if (head.status() < 200 || head.status() == 304) {
      return Verdict.STATUS;
    }
    if (head.status() == 206) {
      return Verdict.PARTIAL;
    }
    if (CacheControl.of(request.fields()).has("no-store")) {
      return Verdict.REQUEST_NO_STORE;
    }
    Verdict directives = judgeDirectives(request, head);
    if (directives != Verdict.STORE) {
      return directives;
    }
    return judgeUse(head, terms);
  }

  private static Verdict judgeDirectives(Request request, StoredHead head) {
    CacheControl response = head.cacheControl();
    if (response.has("must-understand")) {
      if (!StatusCodes.isUnderstood(head.status())) {
        return Verdict.NOT_UNDERSTOOD;
      }
    } else if (response.has("no-store")) {
      return Verdict.NO_STORE;
    }
    if (response.has("private")) {
      return Verdict.PRIVATE;
    }
    if (request.fields().contains("Authorization") && !isSharedDespiteAuthorization(response)) {
      return Verdict.AUTHORIZATION;
    }
    return Vary.matchesNothing(head.fields()) ? Verdict.VARY_ANY : Verdict.STORE;
  }

  /** §3.5. */
  private static boolean isSharedDespiteAuthorization(CacheControl response) {
    return response.has("public")
        || response.has("must-revalidate")
        || response.seconds("s-maxage").isPresent();
  }

  /** Whether there is any way to use it later: a lifetime, or a validator to ask with. */
  private static Verdict judgeUse(StoredHead head, Terms terms) {
    Freshness.Lifetime lifetime = Freshness.lifetime(head, terms);
    boolean asked = Validation.hasValidator(head.fields());
    if (head.cacheControl().has("no-cache") && !asked) {
      return Verdict.NO_VALIDATOR;
    }
    boolean keepable =
        head.cacheControl().has("public") || StatusCodes.isHeuristicallyCacheable(head.status());
    return lifetime.explicit() || lifetime.seconds() > 0 || (keepable && asked)
        ? Verdict.STORE
        : Verdict.NO_LIFETIME;
  }
}
