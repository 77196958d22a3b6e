package dev.larder.store.disk;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Calls of the system that Java has no way to. */
final class SystemCall {
  private SystemCall() {}

  /** One of the C library's functions; null where it has none of that name. */
  @SuppressWarnings("restricted") // conf/jvm.options permits native access, which brotli needs too.
  static @Nullable MethodHandle of(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    return library.find(name).map(function -> linker.downcallHandle(function, type)).orElse(null);
  }
}
