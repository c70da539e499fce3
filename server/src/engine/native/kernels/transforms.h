// The small matrices of Winograd's convolutions, y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A (Lavin and Gray, "Fast Algorithms for
// Convolutional Neural Networks", 2015), made by Toom and Cook's method: filter and outputs are polynomials that are
// multiplied at the points 0, ±p for some p, and ∞. Each function is one matrix times the `step`-spaced vectors of a row
// or column.
#pragma once

#include "vectors.h"

namespace shapewright {
inline namespace LANES_NAMESPACE {

// 2×2 outputs of 3×3 taps from 4×4 inputs, 16 products in place of 36. They round as little as plain sums: at most 2e-6 of
// the outputs' root mean square over 128 channels. 4×4 outputs would take 9 products for each in place of 16, but round
// four times as much, which RMSprop made 0.01 of the loss of within twenty steps.
struct TwoByTwo {
  static constexpr int kTaps = 3, kPairs = 1;
  static constexpr float kPoints[kPairs] = {1};
};

// 4×4 outputs of 5×5 taps from 8×8 inputs, 64 products in place of 400. All that these points are raised to is exact in
// binary; the usual ±1, ±2, ±3 would round far more. 2×2 outputs would have as much to transform as they save.
struct FourByFourOfFive {
  static constexpr int kTaps = 5, kPairs = 3;
  static constexpr float kPoints[kPairs] = {0.5f, 1, 2};
};

template <class Points>
class Transform {
 public:
  static constexpr int kTaps = Points::kTaps;
  static constexpr int kInputs = 2 * Points::kPairs + 2;
  static constexpr int kOutputs = kInputs - kTaps + 1;

  // Bᵀ, kInputs → kInputs.
  static void input(const Vector* d, int step, Vector* to) {
    Vector first{}, last{};
    for (int i = 0; i <= kPairs; ++i) {
      first += kTerms.whole[i] * d[2 * i * step];
      last += kTerms.whole[i] * d[(2 * i + 1) * step];
    }
    to[0] = first;
    to[kInputs - 1] = last;
    for (int p = 0; p < kPairs; ++p) {
      Vector even{}, odd{};
      for (int i = 0; i < kPairs; ++i) {
        even += kTerms.without[p][i] * d[(2 * i + 2) * step];
        odd += Points::kPoints[p] * kTerms.without[p][i] * d[(2 * i + 1) * step];
      }
      spread(even, odd, p, to);
    }
  }

  // B, kInputs → kInputs.
  static void inputBack(const Vector* v, int step, Vector* to) {
    const Pairs pairs(v, step);
    for (int i = 0; i <= kPairs; ++i) {
      Vector even = kTerms.whole[i] * v[0], odd = kTerms.whole[i] * v[(kInputs - 1) * step];
      for (int p = 0; p < kPairs; ++p) {
        if (i > 0) even += kTerms.without[p][i - 1] * pairs.even[p];
        if (i < kPairs) odd += Points::kPoints[p] * kTerms.without[p][i] * pairs.odd[p];
      }
      to[2 * i] = even;
      to[2 * i + 1] = odd;
    }
  }

  // G, kTaps → kInputs.
  static void filter(const Vector* g, int step, Vector* to) {
    to[0] = kTerms.zero * g[0];
    to[kInputs - 1] = g[(kTaps - 1) * step];
    for (int p = 0; p < kPairs; ++p) {
      Vector even{}, odd{};
      for (int t = 0; t < kTaps; ++t) (t % 2 == 0 ? even : odd) += kTerms.scale[p] * kTerms.power[p][t] * g[t * step];
      spread(even, odd, p, to);
    }
  }

  // Gᵀ, kInputs → kTaps.
  static void filterBack(const Vector* u, int step, Vector* to) {
    const Pairs pairs(u, step);
    for (int t = 0; t < kTaps; ++t) {
      Vector sum{};
      for (int p = 0; p < kPairs; ++p)
        sum += kTerms.scale[p] * kTerms.power[p][t] * (t % 2 == 0 ? pairs.even[p] : pairs.odd[p]);
      to[t] = sum;
    }
    to[0] += kTerms.zero * u[0];
    to[kTaps - 1] += u[(kInputs - 1) * step];
  }

  // Aᵀ, kInputs → kOutputs.
  static void output(const Vector* m, int step, Vector* to) {
    const Pairs pairs(m, step);
    for (int k = 0; k < kOutputs; ++k) {
      Vector sum{};
      for (int p = 0; p < kPairs; ++p) sum += kTerms.power[p][k] * (k % 2 == 0 ? pairs.even[p] : pairs.odd[p]);
      to[k] = sum;
    }
    to[0] += m[0];
    to[kOutputs - 1] += m[(kInputs - 1) * step];
  }

  // A, kOutputs → kInputs.
  static void outputBack(const Vector* y, int step, Vector* to) {
    to[0] = y[0];
    to[kInputs - 1] = y[(kOutputs - 1) * step];
    for (int p = 0; p < kPairs; ++p) {
      Vector even{}, odd{};
      for (int k = 0; k < kOutputs; ++k) (k % 2 == 0 ? even : odd) += kTerms.power[p][k] * y[k * step];
      spread(even, odd, p, to);
    }
  }

 private:
  static constexpr int kPairs = Points::kPairs;

  struct Terms {
    // ∏ (z − p²) by rising powers of z = x², over all pairs and over all but one.
    float whole[kPairs + 1] = {1};
    float without[kPairs][kPairs + 1] = {};
    // pᵗ.
    float power[kPairs][kInputs] = {};
    // The factors of Lagrange's polynomials, which stand in G.
    float zero = 0;
    float scale[kPairs] = {};
  };

  // coefficients · (z − root), of which the first `degree` + 1 are not 0.
  static constexpr void multiply(float* coefficients, int degree, float root) {
    coefficients[degree + 1] = coefficients[degree];
    for (int i = degree; i > 0; --i) coefficients[i] = coefficients[i - 1] - root * coefficients[i];
    coefficients[0] *= -root;
  }

  static constexpr Terms makeTerms() {
    Terms terms;
    for (int p = 0; p < kPairs; ++p) {
      const float point = Points::kPoints[p];
      multiply(terms.whole, p, point * point);
      terms.without[p][0] = 1;
      int degree = 0;
      float value = 1;
      for (int other = 0; other < kPairs; ++other) {
        if (other == p) continue;
        const float root = Points::kPoints[other] * Points::kPoints[other];
        multiply(terms.without[p], degree++, root);
        value *= point * point - root;
      }
      terms.scale[p] = 1 / (2 * point * point * value);
      terms.power[p][0] = 1;
      for (int t = 1; t < kInputs; ++t) terms.power[p][t] = terms.power[p][t - 1] * point;
    }
    terms.zero = 1 / terms.whole[0];
    return terms;
  }

  static constexpr Terms kTerms = makeTerms();

  static void spread(Vector even, Vector odd, int pair, Vector* to) {
    to[2 * pair + 1] = even + odd;
    to[2 * pair + 2] = even - odd;
  }

  // The sums and differences of what stands at p and −p.
  struct Pairs {
    Vector even[kPairs], odd[kPairs];

    Pairs(const Vector* from, int step) {
      for (int p = 0; p < kPairs; ++p) {
        const Vector plus = from[(2 * p + 1) * step], minus = from[(2 * p + 2) * step];
        even[p] = plus + minus;
        odd[p] = plus - minus;
      }
    }
  };
};

}  // namespace LANES_NAMESPACE
}  // namespace shapewright
