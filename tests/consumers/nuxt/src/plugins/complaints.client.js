import "../../complaints.js";

export default defineNuxtPlugin(() => {});
