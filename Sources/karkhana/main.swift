print("karkhana")
