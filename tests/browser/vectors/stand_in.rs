//! Another value in place of one of the browser's own, until it is dropped.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// Puts the browser's own value back when it is dropped.
pub(super) struct StandIn {
    object: Object,
    name: JsValue,
    own: Object,
}

impl StandIn {
    /// Defines the member anew; `make` gets what stood there.
    pub(super) fn new(object: &Object, name: &str, value: &JsValue) -> Self {
        let name = JsValue::from(name);
        let own = Reflect::get_own_property_descriptor(object, &name).unwrap().unchecked_into();
        let stand_in = Self { object: object.clone(), name, own };
        let descriptor = Object::new();
        Reflect::set(&descriptor, &"value".into(), value).unwrap();
        Reflect::set(&descriptor, &"configurable".into(), &JsValue::TRUE).unwrap();
        stand_in.define(&descriptor);
        stand_in
    }

    fn define(&self, descriptor: &Object) {
        assert!(Reflect::define_property(&self.object, &self.name, descriptor).unwrap());
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.define(&self.own);
    }
}
