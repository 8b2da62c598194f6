package io.halley.publisher;

import io.halley.shared.bus.Receipt;
import io.vertx.core.json.JsonObject;

/** A receipt in JSON. */
final class ReceiptJson {

    private ReceiptJson() {}

    /** Adds {@code "state","sent","written","delivered","read"}. */
    static JsonObject put(JsonObject json, Receipt receipt) {
        return json.put("state", state(receipt))
                .put("sent", receipt.sent())
                .put("written", receipt.written())
                .put("delivered", receipt.delivered())
                .put("read", receipt.read());
    }

    /** How far it came, in one word. */
    private static String state(Receipt receipt) {
        if (receipt.sent() == null) {
            return "gone";
        }
        if (receipt.read() != null) {
            return "read";
        }
        if (receipt.delivered() != null) {
            return "delivered";
        }
        return receipt.written() != null ? "written" : "sent";
    }
}
