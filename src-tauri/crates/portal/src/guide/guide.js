(words, settings) => {
  'use strict';
  void words;
  void settings;
}
