;; Decodes the text that represents the module (`inline.ts`): in a new page this takes a fraction of the time of a loop in
;; JavaScript, which no browser has compiled yet.
;;
;; `xtask/module_text.js` says which character represents which byte. Those outside of ASCII have two bytes in UTF-8, and a
;; code 128 above the byte that they represent: what they lack modulo 256 falls away when a byte is stored.
;;
;; This module is embedded as it is, so none of its bytes may be greater than 127.
(module
  (memory (export "memory") 1)

  ;; Replaces the text, which is UTF-8 from the first byte of the memory to `end`, by the bytes that it represents.
  (func (export "decode") (param $end i32)
    (local $from i32)
    (local $to i32)
    (local $code i32)
    (loop $next
      (i32.store8
        (local.get $to)
        (if (result i32) (i32.shr_u (local.tee $code (i32.load8_u (local.get $from))) (i32.const 7))
          (then
            (i32.add
              (i32.shl (local.get $code) (i32.const 6))
              (i32.load8_u (local.tee $from (i32.add (local.get $from) (i32.const 1))))))
          (else
            (i32.sub
              (local.get $code)
              (select
                (i32.const 35)
                (select (i32.const 60) (i32.const 0) (i32.gt_s (i32.sub (local.get $code) (i32.const 63)) (i32.const 59)))
                (i32.lt_s (i32.sub (local.get $code) (i32.const 63)) (i32.const 31)))))))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.tee $from (i32.add (local.get $from) (i32.const 1)))
          (local.get $end))))))
