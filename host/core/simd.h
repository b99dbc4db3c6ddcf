/* Whether this processor has AVX2, asked at run time, and how a function is compiled for it.
 * Code for it stands between #ifdef WENLU_AVX2 and #endif; without it simd_has_avx2 is false. */
#ifndef WENLU_CORE_SIMD_H
#define WENLU_CORE_SIMD_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define WENLU_AVX2 __attribute__((target("avx2,bmi,popcnt")))
#include <immintrin.h>
#endif

static inline bool simd_has_avx2(void) {
#ifdef WENLU_AVX2
  return __builtin_cpu_supports("avx2");
#else
  return false;
#endif
}

#endif
