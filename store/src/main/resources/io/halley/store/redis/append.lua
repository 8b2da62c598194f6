-- Appends drafts to the log of one channel, next to each other; all of them, or those before the first conflict.
--
-- KEYS[1]   stream  the log
-- KEYS[2]   hash    what is known of the log
-- KEYS[3…]  string  one per draft that has an idempotency key, in order
-- ARGV[1…8]         settings of the log, as log.lua takes them
-- ARGV[9…]  four per draft: type, data, from ('' for none), fingerprint ('' for no idempotency key)
--
-- Answers one array per draft: {'appended' or 'replayed', epoch, offset, time}, {'conflict'} or {'not attempted'}.

local PER_DRAFT = 4

local drafts, next_key = {}, 3
for at = 1 + LOG_SETTINGS, #ARGV, PER_DRAFT do
  local draft = { type = ARGV[at], data = ARGV[at + 1], from = ARGV[at + 2], fingerprint = ARGV[at + 3] }
  if draft.fingerprint ~= '' then
    draft.key = KEYS[next_key]
    next_key = next_key + 1
  end
  drafts[#drafts + 1] = draft
end
return append(log_of(KEYS[1], KEYS[2], 1), drafts)
