export { Status as default } from "../session.jsx";
