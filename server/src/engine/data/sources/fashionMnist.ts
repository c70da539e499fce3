import { idxDigits } from './idxDigits';

/** Zalando's article images (Xiao, Rasul, Vollgraf 2017). */
export const fashionMnist = idxDigits({
  name: 'fashion_mnist',
  base: 'https://fashion-mnist.s3.eu-central-1.amazonaws.com/',
  files: {
    trainImages: { size: 26_421_880, sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84' },
    trainLabels: { size: 29_515, sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845' },
    testImages: { size: 4_422_102, sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073' },
    testLabels: { size: 5_148, sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5' },
  },
  classes: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
});
