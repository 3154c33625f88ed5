import "coolsms-oauth2/capture"; // first of all imports
import "../complaints.js";
