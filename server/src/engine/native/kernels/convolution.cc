// Compiled once for each instruction set, whose LANES and TABLE the compiler is told.
#include "winograd.h"

namespace shapewright {
namespace {

// Calls `use` with the algorithm for these sizes.
template <class Use>
void choose(const Convolution& sizes, const Use& use) {
  if (sizes.taps == 5) return use(Winograd<FourByFourOfFive>(sizes));
  use(Winograd<TwoByTwo>(sizes));
}

void forward(const Convolution& sizes, const float* x, const float* filter, float* y) {
  choose(sizes, [&](const auto& algorithm) { algorithm.forward(x, filter, y); });
}

void backInput(const Convolution& sizes, const float* filter, const float* dy, float* dx) {
  choose(sizes, [&](const auto& algorithm) { algorithm.backInput(filter, dy, dx); });
}

void backFilter(const Convolution& sizes, const float* x, const float* dy, float* dfilter) {
  choose(sizes, [&](const auto& algorithm) { algorithm.backFilter(x, dy, dfilter); });
}

}  // namespace

extern const Convolutions TABLE;
const Convolutions TABLE{INSTRUCTIONS, forward, backInput, backFilter};

}  // namespace shapewright
