// Which of the compiled instruction sets is used: the one that SHAPEWRIGHT_KERNELS names, so that a resumed run computes
// as it did, or the best that this processor has.
#include <cstdlib>
#include <cstring>

#include "convolution.h"

namespace shapewright {

#if defined(__x86_64__)
extern const Convolutions avx512;
extern const Convolutions avx2;

namespace {

const Convolutions* choose() {
  const char* wanted = std::getenv("SHAPEWRIGHT_KERNELS");
  const bool smaller = wanted != nullptr && std::strcmp(wanted, avx2.instructions) == 0;
  if (__builtin_cpu_supports("avx512f") && !smaller) return &avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &avx2;
  return nullptr;
}

}  // namespace
#elif defined(__aarch64__)
extern const Convolutions neon;

namespace {

const Convolutions* choose() { return &neon; }

}  // namespace
#else
namespace {

const Convolutions* choose() { return nullptr; }

}  // namespace
#endif

const Convolutions* convolutions() {
  static const Convolutions* const chosen = choose();
  return chosen;
}

}  // namespace shapewright
