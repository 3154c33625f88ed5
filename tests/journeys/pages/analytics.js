// A script that loads after the module and reads the address, as analytics and routers do.

window.addressSeenByOthers = location.href;
