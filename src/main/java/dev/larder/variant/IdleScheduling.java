package dev.larder.variant;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel run a thread only where no other wants to run. Linux ignores the priorities of
 * Java's threads, but lets each choose its own policy, and to choose {@code SCHED_IDLE} takes no
 * privilege (sched(7)): such a thread gives way the moment that one with a request wakes up, where
 * an ordinary one would first use up its slice.
 */
final class IdleScheduling {
  private static final Logger LOG = LoggerFactory.getLogger(IdleScheduling.class);

  private static final int SCHED_IDLE = 5;
  private static final int THIS_THREAD = 0;

  /** {@code int sched_setscheduler(pid_t pid, int policy, const struct sched_param *param)}. */
  private static final Optional<MethodHandle> SET_SCHEDULER = setScheduler();

  private IdleScheduling() {}

  @SuppressWarnings("restricted") // conf/jvm.options permits native access, which brotli needs too.
  private static Optional<MethodHandle> setScheduler() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    return library
        .find("sched_setscheduler")
        .map(function ->
            linker.downcallHandle(
                function,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS)));
  }

  /** The work of a thread that begins with that policy; where it cannot, it goes on without. */
  static Runnable of(Runnable work) {
    return () -> {
      if (!choose()) {
        LOG.debug("{} is scheduled like any other thread", Thread.currentThread().getName());
      }
      work.run();
    };
  }

  private static boolean choose() {
    if (SET_SCHEDULER.isEmpty()) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      // struct sched_param is one int, the priority, of which this policy has only 0.
      MemorySegment priority = arena.allocate(ValueLayout.JAVA_INT);
      return (int) SET_SCHEDULER.get().invokeExact(THIS_THREAD, SCHED_IDLE, priority) == 0;
    } catch (Throwable refused) {
      LOG.debug("the scheduling policy could not be chosen", refused);
      return false;
    }
  }
}
