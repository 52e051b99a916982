// Validity of the built pages (tests/test_site.py). The whole standard preset holds for what we write;
// below stands only markup of the theme, which we do not own, each as narrow as the tool allows.
module.exports = {
  root: true,
  extends: ["html-validate:standard"],
  elements: [
    "html5",
    {
      // Material writes tabindex="" on the label of an open section of the navigation; browsers ignore it.
      label: { attributes: { tabindex: { enum: ["", "/-?\\d+/"] } } },
    },
  ],
  rules: {
    "wcag/h37": "error", // every image has an alternative text
    // Material puts autocomplete="off" on the checkboxes behind drawer and search, so that Firefox does not
    // restore them after a reload. We write no form fields; the rule has no options.
    "valid-autocomplete": "off",
  },
};
