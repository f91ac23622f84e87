use cors_policy::cors_policy;

cors_policy!(struct Absent = "./absent.yaml");
cors_policy!(struct Folder = "../fail");
cors_policy!(struct NoText = "./latin1.yaml");
cors_policy!(struct Absolute = "/etc/cors.yaml");
cors_policy!(struct Empty = "");
cors_policy!(struct Profile = "../pass/cors.yaml", profile = "production");
cors_policy!(struct NoProfile = "../pass/any.yaml", profile = "production");

fn main() {}
