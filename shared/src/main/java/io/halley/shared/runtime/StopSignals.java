package io.halley.shared.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and its like. The first one stops the process in order and ends it; another one meanwhile ends it at once. A
 * shutdown hook can do neither the latter nor log, because the log's own hook runs beside it.
 */
public final class StopSignals {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private StopSignals() {}

    /** Has {@code stop} run, on a thread of its own, when the process is told to end. */
    public static void handle(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        try {
            for (String name : NAMES) {
                handle(name, stop, stopping);
            }
        } catch (ReflectiveOperationException e) {
            // not a JVM with sun.misc.Signal: no second Ctrl-C, and the last log lines may be missing
            Runtime.getRuntime().addShutdownHook(new Thread(stop, "halley-stop"));
        }
    }

    /** By reflection, since javac warns of {@code sun.misc} and can't be told not to. */
    private static void handle(String name, Runnable stop, AtomicBoolean stopping) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object handler = Proxy.newProxyInstance(
                StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        received((int) signalType.getMethod("getNumber").invoke(arguments[0]), stop, stopping);
                    }
                    return null;
                });
        try {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            // a signal that this system does not have, or that the JVM was told to leave alone
            System.getLogger(StopSignals.class.getName())
                    .log(System.Logger.Level.DEBUG, "SIG" + name + " is not handled", e.getCause());
        }
    }

    private static void received(int number, Runnable stop, AtomicBoolean stopping) {
        int status = 128 + number;
        if (stopping.getAndSet(true)) {
            Runtime.getRuntime().halt(status);
        }
        Runnable end = () -> {
            try {
                stop.run();
            } finally {
                Runtime.getRuntime().halt(status);
            }
        };
        new Thread(end, "halley-stop").start();
    }
}
