import "./lib/client.js";
import "../complaints.js";
