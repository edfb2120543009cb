import { expect, it } from "vitest";

import { demangle } from "./demangle.ts";

it.each([
  // Rust, the first encoding.
  ["_ZN4core9panicking9panic_fmt17h0123456789abcdefE", "core::panicking::panic_fmt"],
  ["_ZN3std2io5stdio6_print17h0123456789abcdefE.llvm.123ABC", "std::io::stdio::_print"],
  [
    "_ZN60_$LT$alloc..string..String$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE",
    "<alloc::string::String as core::fmt::Display>::fmt",
  ],
  ["_ZN4test5outer28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE", "test::outer::{{closure}}"],
  // Rust, the second.
  ["_RNvCs1234_7mycrate3foo", "mycrate::foo"],
  ["_RNvNtCs1234_7mycrate3foo3bar", "mycrate::foo::bar"],
  [
    "_RNvMNtNtCs8rYQZ0w9179_12wasm_encoder4core12instructionsNtB2_15InstructionSink9i32_const",
    "<wasm_encoder::core::instructions::InstructionSink>::i32_const",
  ],
  ["_RNvNtCsd5WxHR8zp5_5mylib3wit10random_get.llvm.2870090606210618950", "mylib::wit::random_get"],
  ["_RNCNvCs1234_7mycrate4main0B3_", "mycrate::main::{closure#0}"],
  ["_RNvXCs1234_1aNtB2_1SNtNtCs5678_4core3fmt7Display3fmt", "<a::S as core::fmt::Display>::fmt"],
  ["_RINvNtCs1234_4core3mem4swaplE", "core::mem::swap::<i32>"],
  ["_RINvCs1234_1a1fRShTmjEE", "a::f::<&[u8], (u32, usize)>"],
  ["_RINvCs1234_1a1fKj2a_E", "a::f::<42>"],
  ["_RINvCs1234_1a1fDNtCs5678_4core4SendEL_E", "a::f::<dyn core::Send>"],
  ["_RINvCs1234_1a1fFUKCEuE", 'a::f::<unsafe extern "C" fn()>'],
  // C++.
  ["_ZN3foo3barEv", "foo::bar"],
  ["_Z5printPKc", "print"],
  ["_ZN3foo3BarC2Ei", "foo::Bar::Bar"],
  ["_ZN3foo3BarD0Ev", "foo::Bar::~Bar"],
  ["_ZNKSt3__26vectorIiNS_9allocatorIiEEE2atEm", "std::__2::vector<…>::at"],
  ["_ZNSt3__212basic_stringIcNS_11char_traitsIcEENS_9allocatorIcEEEaSERKS5_", "std::__2::basic_string<…>::operator="],
  ["_ZN12_GLOBAL__N_14helpEv", "(anonymous namespace)::help"],
  ["_ZSt9terminatev", "std::terminate"],
  ["_ZTVN3foo3BarE", "vtable for foo::Bar"],
  ["_ZZN3foo3barEiENKUlvE_clEv", "foo::bar::{lambda}::operator()"],
  ["_Z3maxIiET_S0_S0_", "max<…>"],
  [
    "_ZNK4llvm6object7ELFFileINS0_7ELFTypeILNS_10endiannessE1ELb0EEEE9getHeaderEv",
    "llvm::object::ELFFile<…>::getHeader",
  ],
  ["_ZThn40_N4llvm13VPBlendRecipeD1Ev", "thunk to llvm::VPBlendRecipe::~VPBlendRecipe"],
  // Readable as they are.
  ["main.(*Server).ServeHTTP", "main.(*Server).ServeHTTP"],
  ["runtime.nilPanic", "runtime.nilPanic"],
  ["std::foo(int, char)::x y", "std::foo(int, char)::x y"],
  ["cabi_realloc", "cabi_realloc"],
  ["", ""],
])("%s", (symbol, name) => {
  expect(demangle(symbol)).toBe(name);
});

it("shows a symbol as it is when it is broken, endless or made to grow", () => {
  const whole = "_RINvNtCs1234_4core3mem4swapFUKCRShTmjEEE";
  const broken = Array.from({ length: whole.length }, (_, end) => whole.slice(0, end));
  // Each tuple names the one before it twice.
  const growing = `_RINvC1a1b${"TB7_B7_E".repeat(12)}E`;
  const nested = `_RINvC1a1f${"R".repeat(5_000)}uE`;
  const open = `_ZN${"3foo".repeat(20)}I${"NI".repeat(200)}`;
  for (const symbol of [
    ...broken,
    growing,
    nested,
    open,
    "_ZN",
    "_ZN9xE",
    "_R",
    "_RB_",
    "_RNvB_1a",
    "_ZN99999999fooE",
  ]) {
    expect(demangle(symbol).length).toBeLessThanOrEqual(Math.max(symbol.length, 2_000));
  }
  expect(demangle(nested)).toBe(nested);
  expect(demangle(open)).toBe(open);
});
