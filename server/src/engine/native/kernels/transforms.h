// The small matrices of Winograd's convolutions with 3×3 taps: y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A (Lavin and Gray, "Fast
// Algorithms for Convolutional Neural Networks", 2015). Each function is one matrix times the `step`-spaced vectors of
// a row or column.
#pragma once

#include "vectors.h"

namespace shapewright {
inline namespace LANES_NAMESPACE {

// 2×2 outputs from 4×4 inputs, 16 products in place of 36: points 0, 1, −1, ∞.
struct TwoByTwo {
  static constexpr int kOutputs = 2;
  static constexpr int kInputs = 4;

  // Bᵀ, 4 → 4.
  static void input(const Vector* d, int step, Vector* to) {
    const Vector d1 = d[step], d2 = d[2 * step];
    to[0] = d[0] - d2;
    to[1] = d1 + d2;
    to[2] = d2 - d1;
    to[3] = d1 - d[3 * step];
  }
  // B, 4 → 4.
  static void inputBack(const Vector* v, int step, Vector* to) {
    const Vector v1 = v[step], v2 = v[2 * step], v3 = v[3 * step];
    to[0] = v[0];
    to[1] = v1 - v2 + v3;
    to[2] = v1 + v2 - v[0];
    to[3] = -v3;
  }
  // G, 3 → 4.
  static void filter(const Vector* g, int step, Vector* to) {
    const Vector even = (g[0] + g[2 * step]) * 0.5f, odd = g[step] * 0.5f;
    to[0] = g[0];
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = g[2 * step];
  }
  // Gᵀ, 4 → 3.
  static void filterBack(const Vector* u, int step, Vector* to) {
    const Vector even = (u[step] + u[2 * step]) * 0.5f;
    to[0] = u[0] + even;
    to[1] = (u[step] - u[2 * step]) * 0.5f;
    to[2] = even + u[3 * step];
  }
  // Aᵀ, 4 → 2.
  static void output(const Vector* m, int step, Vector* to) {
    to[0] = m[0] + m[step] + m[2 * step];
    to[1] = m[step] - m[2 * step] - m[3 * step];
  }
  // A, 2 → 4.
  static void outputBack(const Vector* y, int step, Vector* to) {
    to[0] = y[0];
    to[1] = y[0] + y[step];
    to[2] = y[0] - y[step];
    to[3] = -y[step];
  }
};

// 4×4 outputs from 6×6 inputs, 36 products in place of 144: points 0, ±3/4, ±3/2, ∞. The usual ±1, ±2 give four times
// the error (4e-6 of the outputs' root mean square in place of 1.5e-5, at most, over 64 channels); what these points are
// raised to is exact in binary.
struct FourByFour {
  static constexpr int kOutputs = 4;
  static constexpr int kInputs = 6;
  static constexpr float a = 0.75f, a2 = a * a, a3 = a2 * a;
  static constexpr float b = 1.5f, b2 = b * b, b3 = b2 * b;
  // The factors of Lagrange's polynomials stand in G.
  static constexpr float zero = 1 / (a2 * b2), near = 1 / (2 * a2 * (a2 - b2)), far = 1 / (2 * b2 * (b2 - a2));

  // Bᵀ, 6 → 6.
  static void input(const Vector* d, int step, Vector* to) {
    const Vector d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step];
    const Vector nearEven = d4 - b2 * d2, nearOdd = a * d3 - a * b2 * d1;
    const Vector farEven = d4 - a2 * d2, farOdd = b * d3 - a2 * b * d1;
    to[0] = a2 * b2 * d[0] - (a2 + b2) * d2 + d4;
    to[1] = nearEven + nearOdd;
    to[2] = nearEven - nearOdd;
    to[3] = farEven + farOdd;
    to[4] = farEven - farOdd;
    to[5] = a2 * b2 * d1 - (a2 + b2) * d3 + d[5 * step];
  }
  // B, 6 → 6.
  static void inputBack(const Vector* v, int step, Vector* to) {
    const Vector v0 = v[0], v5 = v[5 * step];
    const Vector nearEven = v[step] + v[2 * step], nearOdd = v[step] - v[2 * step];
    const Vector farEven = v[3 * step] + v[4 * step], farOdd = v[3 * step] - v[4 * step];
    to[0] = a2 * b2 * v0;
    to[1] = a2 * b2 * v5 - a * b2 * nearOdd - a2 * b * farOdd;
    to[2] = -(a2 + b2) * v0 - b2 * nearEven - a2 * farEven;
    to[3] = a * nearOdd + b * farOdd - (a2 + b2) * v5;
    to[4] = v0 + nearEven + farEven;
    to[5] = v5;
  }
  // G, 3 → 6.
  static void filter(const Vector* g, int step, Vector* to) {
    const Vector g0 = g[0], g1 = g[step], g2 = g[2 * step];
    const Vector nearEven = near * g0 + near * a2 * g2, nearOdd = near * a * g1;
    const Vector farEven = far * g0 + far * b2 * g2, farOdd = far * b * g1;
    to[0] = zero * g0;
    to[1] = nearEven + nearOdd;
    to[2] = nearEven - nearOdd;
    to[3] = farEven + farOdd;
    to[4] = farEven - farOdd;
    to[5] = g2;
  }
  // Gᵀ, 6 → 3.
  static void filterBack(const Vector* u, int step, Vector* to) {
    const Vector nearEven = u[step] + u[2 * step], nearOdd = u[step] - u[2 * step];
    const Vector farEven = u[3 * step] + u[4 * step], farOdd = u[3 * step] - u[4 * step];
    to[0] = zero * u[0] + near * nearEven + far * farEven;
    to[1] = near * a * nearOdd + far * b * farOdd;
    to[2] = near * a2 * nearEven + far * b2 * farEven + u[5 * step];
  }
  // Aᵀ, 6 → 4.
  static void output(const Vector* m, int step, Vector* to) {
    const Vector nearEven = m[step] + m[2 * step], nearOdd = m[step] - m[2 * step];
    const Vector farEven = m[3 * step] + m[4 * step], farOdd = m[3 * step] - m[4 * step];
    to[0] = m[0] + nearEven + farEven;
    to[1] = a * nearOdd + b * farOdd;
    to[2] = a2 * nearEven + b2 * farEven;
    to[3] = a3 * nearOdd + b3 * farOdd + m[5 * step];
  }
  // A, 4 → 6.
  static void outputBack(const Vector* y, int step, Vector* to) {
    const Vector y1 = y[step], y2 = y[2 * step], y3 = y[3 * step];
    const Vector nearEven = y[0] + a2 * y2, nearOdd = a * y1 + a3 * y3;
    const Vector farEven = y[0] + b2 * y2, farOdd = b * y1 + b3 * y3;
    to[0] = y[0];
    to[1] = nearEven + nearOdd;
    to[2] = nearEven - nearOdd;
    to[3] = farEven + farOdd;
    to[4] = farEven - farOdd;
    to[5] = y3;
  }
};

}  // namespace LANES_NAMESPACE
}  // namespace shapewright
